/** A head copies a token whose own rank is among the first so many of what the head writes on looking at it. */
export const COPIED_BELOW = 5;

/** From this share of copied tokens on the page says "copies". Our choice: between the heads of induction and all others, docs/metrics.md. */
export const COPIES_FROM = 0.3;

/** How many tokens are written more strongly than this one, from 0; equals do not count. Shape: values [id]. */
export function rankOf(values: ArrayLike<number>, id: number): number {
  const own = values[id]!;
  let rank = 0;
  for (let other = 0; other < values.length; other++) if (values[other]! > own) rank++;
  return rank;
}

/** Where the spread begins: behind the special tokens that stand first in a vocabulary. */
const FIRST_TOKEN = 7;

/** The tokens that copying is tried on: `count` of them spread evenly over the vocabulary, all of them where there are fewer. */
export function spreadTokens(nVocab: number, count: number): readonly number[] {
  const step = Math.max(1, Math.floor(nVocab / count));
  const first = Math.min(FIRST_TOKEN, step - 1);
  return Array.from({ length: Math.min(count, nVocab) }, (_, at) => first + at * step);
}

/** Share of tokens that a head copies, 0 to 1; NaN without tokens. Chance is below / nVocab. Shape: ranks [token], from 0. */
export function copyingScore(ranks: ArrayLike<number>, below: number): number {
  let copied = 0;
  for (let at = 0; at < ranks.length; at++) if (ranks[at]! < below) copied++;
  return copied / ranks.length;
}
