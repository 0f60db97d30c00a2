/**
 * How many tokens of a text and of its pair stay when both together may have `budget`.
 * Takes from the longer one first, as "longest_first" does; equal ones lose from the pair first.
 * Shape: counts >= 0 -> [text, pair], their sum at most budget.
 */
export function longestFirst(nText: number, nPair: number, budget: number): readonly [number, number] {
  if (nText + nPair <= budget) return [nText, nPair];
  const half = Math.floor(budget / 2);
  if (nPair <= half) return [budget - nPair, nPair];
  const nTextKept = Math.min(nText, budget - half);
  return [nTextKept, budget - nTextKept];
}
