import { largestIds } from '../largestIds.ts';
import { randomStream } from '../random.ts';

/** How the next token is drawn; null in its place: the likeliest is taken. */
export type Sampling = {
  /** What scores are divided by before the softmax; above 0. Below 1 the likely becomes likelier, above 1 less so. */
  readonly temperature: number;
  /** Only so many of the likeliest are drawn from; 1 or more. */
  readonly topK: number;
  readonly seed: number;
};

/** Within these a draw makes sense, and a link is believed. */
export const LIMITS = {
  temperature: { least: 0.1, most: 5 },
  topK: { least: 1, most: 999 },
  seed: { least: 0, most: 999_999 },
} as const;

/**
 * The id of the token that comes at `position`, by the scores after the token before it; of equal scores the lower id goes first.
 * -1 where no score is a number.
 * A draw depends on scores, sampling and position alone: who goes back and on again, or opens the link, gets the same.
 * Shape: scores [vocabulary]. Throws RangeError for a temperature or a number of tokens outside `LIMITS`.
 * Source: Fan et al. 2018, "Hierarchical Neural Story Generation" (top-k sampling).
 */
export function nextToken(scores: Float32Array, sampling: Sampling | null, position: number): number {
  if (sampling === null) return likeliest(scores, 1)[0] ?? -1;
  const { temperature, topK, seed } = sampling;
  if (!isWithin('temperature', temperature) || !isWithin('topK', topK)) {
    throw new RangeError(`invalid sampling: temperature ${temperature}, top-k ${topK}`);
  }
  const ids = likeliest(scores, topK);
  const shares = drawnShares(scores, ids, temperature);
  let left = drawAt(seed, position);
  const at = shares.findIndex((share) => (left -= share) < 0);
  // Rounding may leave a crumb behind the last.
  return ids.at(at) ?? -1;
}

/** Probabilities of `ids` at a temperature, among themselves. Shape: [ids.length]; they sum to 1. */
function drawnShares(scores: Float32Array, ids: readonly number[], temperature: number): readonly number[] {
  const largest = scores[ids[0] ?? 0] ?? 0;
  const parts = ids.map((id) => Math.exp((scores[id]! - largest) / temperature));
  const total = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / total);
}

/** Whether a number is one that a draw takes. */
export function isWithin(name: keyof typeof LIMITS, value: number): boolean {
  const { least, most } = LIMITS[name];
  return value >= least && value <= most && (name === 'temperature' || Number.isInteger(value));
}

/** As many of the largest as there are, without those that are no number or forbid the token. */
function likeliest(scores: Float32Array, count: number): readonly number[] {
  const numbers = scores.map((score) => (Number.isNaN(score) ? -Infinity : score));
  return largestIds(numbers, count).filter((id) => numbers[id]! > -Infinity);
}

/** The number in [0, 1) that is drawn at a position: that many numbers into the stream of the seed. */
function drawAt(seed: number, position: number): number {
  const draw = randomStream(seed);
  for (let skipped = 0; skipped < position; skipped++) draw();
  return draw();
}
