import type { TrainedHeads } from '../../core/study/trainedHeads.ts';
import type { AppState } from './appState.ts';

/** The comparison of trained models that was asked for last; null until it is there. */
export function shownTrained({ trained: { shown, found } }: AppState): TrainedHeads | null {
  const comparison = found[shown ?? ''];
  return comparison === undefined || comparison === 'failed' ? null : comparison;
}
