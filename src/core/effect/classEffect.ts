import type { EffectSummary } from './effect.ts';
import { bestId } from './logits.ts';

/** A classifier says one thing of the whole input; it is told at the first place, where [CLS] stands. */
const POSITION = 0;

/** What is compared of a classifier, and by which class it is scored: null for an input whose class nobody knows. */
export function classScoring(label: number | null) {
  return { targets: [label], positions: [POSITION] };
}

/**
 * The summary of one classified input with whether its true class was the most probable one, before and after; without it where that
 * class is not known. Shape: before and after [class], scores.
 */
export function withRight(
  summary: EffectSummary,
  label: number | null,
  before: Float32Array,
  after: Float32Array,
): EffectSummary {
  if (label === null) return summary;
  const isRight = (scores: Float32Array): number => (bestId(scores) === label ? 1 : 0);
  return { ...summary, right: { before: isRight(before), after: isRight(after) } };
}
