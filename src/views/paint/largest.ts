import type { PaintedHiding } from './paintPattern.ts';

/** Largest shown weight of a head: of pattern x rowScale over the keys that are not hidden. Shape [query, key] -> scalar. */
export function largestShown(pattern: Float32Array, nKeys: number, hiding: PaintedHiding | null): number {
  let largest = 0;
  const nQueries = pattern.length / nKeys;
  for (let query = 0; query < nQueries; query++) {
    if (hiding?.queries[query]) continue;
    let rowLargest = 0;
    for (let key = 0; key < nKeys; key++) {
      const weight = pattern[query * nKeys + key] ?? 0;
      if (weight > rowLargest && !hiding?.keys[key]) rowLargest = weight;
    }
    largest = Math.max(largest, rowLargest * (hiding?.rowScale[query] ?? 1));
  }
  return largest;
}
