import { logSumExp } from './effect/logits.ts';

/** What a model that sorts its inputs says of one class. */
export type ClassShare = { readonly name: string; readonly probability: number };

/**
 * The probability of each class, in the order of their scores: the softmax of these. Shape: scores [class].
 * Throws RangeError where there are not as many names as scores.
 */
export function classShares(names: readonly string[], scores: Float32Array): readonly ClassShare[] {
  if (names.length !== scores.length) throw new RangeError(`${names.length} names for ${scores.length} classes`);
  const logSum = logSumExp(scores);
  return names.map((name, at) => ({ name, probability: Math.exp((scores[at] ?? -Infinity) - logSum) }));
}

/** The places of the `n` most probable classes, in the order of the classes. */
export function likeliest(shares: readonly ClassShare[], n: number): readonly number[] {
  const byShare = [...shares.keys()].toSorted((a, b) => (shares[b]?.probability ?? 0) - (shares[a]?.probability ?? 0));
  return byShare.slice(0, n).toSorted((a, b) => a - b);
}
