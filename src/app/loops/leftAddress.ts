import { forget, keep, readKept } from '../state/kept.ts';
import type { KeptOnceIn } from '../state/kept.ts';

const KEY = 'headlight:left';

/** Keeps an address for the page that takes the place of this one: a reload goes to the one that stood there before. */
export function keepAddress(address: string, storage: KeptOnceIn): void {
  keep(KEY, address, storage);
}

/** What was kept, once; null unless the page was loaded again. `how` is the type of PerformanceNavigationTiming. */
export function takeAddress(how: string | undefined, storage: KeptOnceIn): string | null {
  const kept = readKept(KEY, storage);
  forget(KEY, storage);
  return how === 'reload' && typeof kept === 'string' ? kept : null;
}
