import { normedPart } from './direct.ts';
import type { FrozenNorm } from './direct.ts';
import { dot } from './vectors.ts';

/** The scores of a row, each over the mean of all, by id. Shape: row [id]. */
export function overMean(row: Float32Array): (id: number) => number {
  let sum = 0;
  for (let id = 0; id < row.length; id++) sum += row[id]!;
  const mean = sum / row.length;
  return (id) => (row[id] ?? NaN) - mean;
}

/**
 * Scores before a cap C tanh(x / C) over them, as they are where there is none; not finite for what lies at the cap. Shape: scores [id].
 */
export function uncapped(scores: Float32Array, softCap: number | null): Float32Array {
  return softCap === null ? scores : scores.map((score) => softCap * Math.atanh(score / softCap));
}

/** Largest difference between scores and the sum of all parts, and the largest score, both over the average of the vocabulary. */
export type PartsCheck = { readonly difference: number; readonly largest: number };

/** What the last norm makes of a whole stream, beta included. Shape: [d] -> [d]. */
export function normedWhole(stream: ArrayLike<number>, norm: FrozenNorm): Float64Array {
  const normed = normedPart(stream, norm);
  return norm.beta ? normed.map((value, c) => value + norm.beta![c]!) : normed;
}

/**
 * Whether all parts of a stream add up to what the model says: `sums` is what the whole stream says by norm and table over the average, without the
 * table's own bias. A cap over the scores is undone first. Shapes: sums, scores, bias [nTokens]. Throws RangeError for scores of another length.
 */
export function checkParts(
  sums: Float64Array,
  scores: Float32Array,
  bias: Float32Array | null,
  softCap: number | null,
): PartsCheck {
  if (scores.length !== sums.length) {
    throw new RangeError(`invalid scores: ${scores.length} of ${sums.length} tokens`);
  }
  const [ofModel, ofBias] = [overMean(uncapped(scores, softCap)), overMean(bias ?? new Float32Array(scores.length))];
  let [difference, largest] = [0, 0];
  for (let id = 0; id < sums.length; id++) {
    largest = Math.max(largest, Math.abs(ofModel(id)));
    difference = Math.max(difference, Math.abs(sums[id]! + ofBias(id) - ofModel(id)));
  }
  return { difference, largest };
}

/** What is left of vectors without a part of them. Shapes: all the same. */
export function partOf(whole: Float32Array, rest: Float32Array): Float32Array {
  return whole.map((value, at) => value - rest[at]!);
}

/**
 * Direct logits of a head for one token by source key, from what each key offers; they sum to the head's where the weights sum to 1.
 * Shapes: weights [key], offered [key, d], direction [d] -> [key].
 */
export function directOfOffered(weights: Float32Array, offered: Float32Array, direction: Float64Array): Float32Array {
  const d = direction.length;
  return weights.map((weight, key) => {
    return weight > 0 ? weight * dot(offered.subarray(key * d, (key + 1) * d), direction) : 0;
  });
}

/** Mean of |value|; NaN for none. */
export function meanSize(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += Math.abs(values[at]!);
  return sum / values.length;
}
