import type { LayerOutput } from './pack.ts';

/** Largest difference of two weights at the same place; Infinity if shapes differ or one of them is no number. */
export function largestDifference(a: readonly LayerOutput[], b: readonly LayerOutput[]): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (const [index, { data }] of a.entries()) {
    const other = b[index]?.data;
    if (other?.length !== data.length) return Infinity;
    for (let i = 0; i < data.length; i++) {
      const difference = Math.abs((data[i] ?? NaN) - (other[i] ?? NaN));
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    }
  }
  return largest;
}
