import { keep, readKept } from './kept.ts';
import type { KeptIn } from './kept.ts';
import { DEFAULT_HOST } from './modelAddress.ts';

const KEY = 'headlight:hosts';
const MOST = 100;

/**
 * Origins of the model hubs that may be asked for files: the page's own and that of the default list need no asking, others are those
 * that were agreed to in this browser. A link that names another one sends nothing to it.
 */
export function readAgreedHosts(ownOrigin: string, storage: KeptIn): readonly string[] {
  return [ownOrigin, originOf(DEFAULT_HOST), ...keptHosts(storage)];
}

export function isAgreed(agreed: readonly string[], host: string): boolean {
  return agreed.includes(originOf(host));
}

/** The same with one more that the person agrees to. */
export function withHost(agreed: readonly string[], host: string): readonly string[] {
  return isAgreed(agreed, host) ? agreed : [...agreed, originOf(host)];
}

/** Keeps one in this browser, beside those of other tabs; where it keeps nothing it is asked again at the next visit. */
export function keepHost(host: string, storage: KeptIn): void {
  keep(KEY, withHost(keptHosts(storage), host).slice(-MOST), storage);
}

function keptHosts(storage: KeptIn): readonly string[] {
  const found = readKept(KEY, storage);
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}

/** Requests go to an origin, whatever folder of it is named. */
function originOf(host: string): string {
  return URL.canParse(host) ? new URL(host).origin : host;
}
