import { largestIds } from '../largestIds.ts';
import type { Candidate } from './effect.ts';
import { fastExp } from './exponential.ts';

/**
 * ln of the sum of e^score over one row of scores, in double precision; the largest score is taken out first, so that
 * no score is too large.
 * Shape: row [vocabulary].
 */
export function logSumExp(row: Float32Array): number {
  let largest = -Infinity;
  for (let id = 0; id < row.length; id++) if (row[id]! > largest) largest = row[id]!;
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (let id = 0; id < row.length; id++) sum += fastExp(row[id]! - largest);
  return largest + Math.log(sum);
}

/**
 * What one prediction costs: -ln p(target), in nats, at least 0; `logSum` is the `logSumExp` of the row.
 * Shape: row [vocabulary]. Throws RangeError for a target outside the vocabulary.
 */
export function lossAt(row: Float32Array, logSum: number, target: number): number {
  const score = row[target];
  if (score === undefined) throw new RangeError(`invalid target: ${target} (the vocabulary has ${row.length} tokens)`);
  return Math.max(0, logSum - score);
}

/** Of how many equally likely tokens the model was in doubt: e^loss, 1 or more. */
export function perplexity(loss: number): number {
  return Math.exp(loss);
}

/** The id of the largest score; the first of equals, -1 where none is a number. */
export function bestId(row: Float32Array): number {
  let best = -1;
  for (let id = 0; id < row.length; id++) if (best < 0 ? row[id]! >= -Infinity : row[id]! > row[best]!) best = id;
  return best;
}

/** The `nTop` most probable tokens of one row, most probable first; of equals the lower id first. */
export function topCandidates(row: Float32Array, nTop: number, logSum = logSumExp(row)): Candidate[] {
  return largestIds(row, nTop).map((id) => ({ id, probability: Math.exp(row[id]! - logSum) }));
}
