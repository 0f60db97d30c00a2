import { preciseNumber } from '../../views/parts/numbers.ts';

/** Less than that is no spread that anybody could mean: all attention is on one place. */
const NONE = 1e-9;

/** An entropy in print, in nats: one that is 0 but for the last digits of a softmax is 0. */
export function entropyText(entropy: number): string {
  return entropy < NONE ? '0' : preciseNumber(entropy);
}
