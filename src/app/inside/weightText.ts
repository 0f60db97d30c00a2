import { preciseNumber } from '../../views/parts/numbers.ts';

/**
 * A weight in print: one that is allowed and 0 all the same is smaller than the smallest number that its type has; `isHalf` null where that
 * is not known.
 */
export function weightText(weight: number, isHalf: boolean | null): string {
  if (weight === 0 && isHalf !== null) return isHalf ? 'below 6e−8' : 'below 1e−45';
  return preciseNumber(weight);
}
