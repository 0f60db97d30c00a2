import { AppError } from '../../core/errors.ts';
import type { BackendWish } from '../protocol.ts';
import type { Plan } from './assemble.ts';

/** What 32 bits address: on WASM the runtime holds all weights in one such memory, however much the machine has. */
const WASM_BYTES = 2 ** 32;

/**
 * Refuses a model that cannot be held, before any of it is read: as far as its sizes are known, of which `sizes` has those of a plan by path. How much a graphics
 * device takes, or is left of a machine's memory, nobody tells beforehand.
 * Throws AppError 'too-large'.
 */
export function refuseTooLarge(
  { jsons }: Pick<Plan, 'jsons'>,
  sizes: ReadonlyMap<string, number>,
  backend: BackendWish,
): void {
  if (backend !== 'wasm') return;
  const texts = new Set(jsons.map(({ path }) => path));
  const bytes = [...sizes].reduce((sum, [path, size]) => (texts.has(path) ? sum : sum + size), 0);
  if (bytes <= WASM_BYTES) return;
  const inGB = (size: number): string => `${(size / 1e9).toFixed(1)} GB`;
  throw new AppError('too-large', `its weights are ${inGB(bytes)}, and WASM holds ${inGB(WASM_BYTES)} at most`);
}
