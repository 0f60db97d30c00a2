import type { TrainedHeads } from '../../core/study/trainedHeads.ts';
import type { TrainedMoments } from '../../core/study/trainedMoments.ts';
import type { AppState } from './appState.ts';

/** The comparison of trained models that was asked for last; null until it is there. */
export function shownTrained({ trained: { shown, found } }: AppState): TrainedHeads | null {
  const comparison = found[shown ?? ''];
  return comparison === undefined || comparison === 'failed' || comparison.kind === 'moments' ? null : comparison;
}

/** Where the moments of the training of the model that is wanted lie; null where there are none. */
export function momentsUrlOf({ catalog, view }: Pick<AppState, 'catalog' | 'view'>): string | null {
  return catalog.find(({ id }) => id === view.modelId)?.momentsUrl ?? null;
}

/** Those moments; null until they are there. */
export function shownMoments(state: Pick<AppState, 'catalog' | 'view' | 'trained'>): TrainedMoments | null {
  const moments = state.trained.found[momentsUrlOf(state) ?? ''];
  return moments !== undefined && moments !== 'failed' && moments.kind === 'moments' ? moments : null;
}
