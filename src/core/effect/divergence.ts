import { EXP_LIMIT, expWithin, fastExp } from './exponential.ts';
import { bestId, logSumExp } from './logits.ts';

/** Scores of the model as it is, made ready to be compared with many others: what does not change is worked out once. */
export type ReadyRow = {
  /** Shape [vocabulary]. */
  readonly scores: Float32Array;
  readonly logSum: number;
  /** The id of the largest score, -1 where none is a number. */
  readonly best: number;
};

/** What scores say after a change, and how far that is from what they said before. */
type RowChange = {
  /** ln of the sum of e^score. */
  readonly logSum: number;
  /** KL(before || after) over the whole vocabulary, in nats, at least 0. */
  readonly kl: number;
  /** The id of the largest score; the first of equals, -1 where none is a number. */
  readonly best: number;
};

/** Shape: scores [vocabulary]. */
export function readyRow(scores: Float32Array): ReadyRow {
  return { scores, logSum: logSumExp(scores), best: bestId(scores) };
}

/** Softmax of a row, in double precision. Shape: into [vocabulary]. */
export function probabilitiesInto(into: Float64Array, { scores, logSum }: ReadyRow): Float64Array {
  for (let id = 0; id < scores.length; id++) into[id] = fastExp(scores[id]! - logSum);
  return into;
}

/** Outside of this a sum of exponentials has lost digits. */
const [LEAST, MOST] = [1e-200, 1e200];

/**
 * Compares two predictions in one go over the vocabulary, in double precision.
 * Shape: probs [vocabulary], those of `before`; after [vocabulary]. All are scores before softmax.
 * Equal rows give a KL of exactly 0; only what rounding takes below 0 is cut off.
 */
export function compareRow(before: ReadyRow, probs: Float64Array, after: Float32Array): RowChange {
  const { scores, logSum: logSumBefore } = before;
  // The same for both rows, so that equal rows give equal sums.
  const shift = scores[before.best] ?? 0;
  let sum = 0;
  let difference = 0;
  let best = -1;
  let largest = -Infinity;
  let least = Infinity;
  for (let id = 0; id < scores.length; id++) {
    const score = after[id]!;
    if (score > largest) {
      largest = score;
      best = id;
    }
    if (score < least) least = score;
    sum += expWithin(score - shift);
    difference += probs[id]! * (scores[id]! - score);
  }
  const logSum = shift + Math.log(sum);
  const kl = difference + (logSum - logSumBefore);
  // Asked once a row, not once a score: that takes a third of the time off. A score that is no number shows in the KL.
  const isUsual = largest - shift <= EXP_LIMIT && least - shift >= -EXP_LIMIT && Number.isFinite(kl);
  if (!isUsual) return compareOddRow(before, probs, after);
  return { logSum, kl: kl < 0 ? 0 : kl, best };
}

/** The same for rows with scores that are infinite, no number, or hundreds above or below the others. */
function compareOddRow(before: ReadyRow, probs: Float64Array, after: Float32Array): RowChange {
  const { scores } = before;
  // The same for both rows, so that equal rows give equal sums.
  const shift = scores[before.best] ?? 0;
  let sum = 0;
  let difference = 0;
  let best = -1;
  let largest = -Infinity;
  for (let id = 0; id < scores.length; id++) {
    const score = after[id]!;
    if (score > largest) {
      largest = score;
      best = id;
    }
    sum += fastExp(score - shift);
    const probability = probs[id]!;
    // A token that cannot come adds nothing, also where its score is minus infinity in both.
    if (probability > 0) difference += probability * (scores[id]! - score);
  }
  const logSum = sum > LEAST && sum < MOST ? shift + Math.log(sum) : logSumExp(after);
  const kl = difference + (logSum - before.logSum);
  return { logSum, kl: kl < 0 ? 0 : kl, best: best < 0 ? bestId(after) : best };
}
