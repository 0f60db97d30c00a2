import type { InsideLayer } from './layer.ts';
import type { Sharpening } from './questions.ts';
import type { SoftmaxRow } from './road.ts';

/**
 * The score of all padding of a query's window together with another softmax: padding is several keys, each with a score of its own, that stand at
 * no position. Its scores are worked back from its weights, beside the largest weight of a position. Minus infinity where the window has none; null
 * where that cannot be told.
 */
export function paddingSink(
  { windows, scale, softCap, nQueries }: Pick<InsideLayer, 'windows' | 'scale' | 'softCap' | 'nQueries'>,
  head: number,
  { query, weights, scores }: Pick<SoftmaxRow, 'query' | 'weights' | 'scores'>,
  how: Sharpening,
): number | null {
  const keys = windows?.paddingKeys ?? null;
  if (keys === null || scores === null) return null;
  const top = weights.reduce((best, weight, key) => (weight > weights[best]! ? key : best), 0);
  const start = (head * nQueries + query) * keys.count;
  const changed: number[] = [];
  for (let at = start; at < start + keys.count; at++) {
    const weight = keys.weights[at]!;
    if (Number.isNaN(weight)) continue;
    // Beside no weight at all nothing tells how far above the positions padding lies.
    if (weights[top] === 0) return null;
    const score = scores[top]! + Math.log(weight / weights[top]!);
    if ('tau' in how) {
      changed.push(score / how.tau);
      continue;
    }
    const raw = keys.raw?.[at];
    if (raw === undefined || scale.value === null) return null;
    const capped = (product: number): number => (softCap === null ? product : softCap * Math.tanh(product / softCap));
    changed.push(score + capped(raw) - capped(scale.value * raw));
  }
  return logSumExp(changed);
}

function logSumExp(scores: readonly number[]): number {
  const largest = Math.max(-Infinity, ...scores);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(scores.reduce((sum, score) => sum + Math.exp(score - largest), 0));
}
