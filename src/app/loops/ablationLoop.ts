import type { ModelClient } from '../../inference/door/client.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { currentAblated, isEffectCurrent, isRunLive, wantedAblation } from '../shown/shown.ts';

/**
 * Asks for the run on screen once more whenever what is switched off, or the run, has changed. One is under way at a time and
 * then the newest: a slider that is dragged would else put off its own answer without end. Returns its undoing.
 */
export function startAblationLoop(client: Pick<ModelClient, 'ablate' | 'hurry'>): () => void {
  let isAsking = false;
  let isBehind = false;

  const ask = (): void => {
    const state = store.getState();
    isBehind = false;
    const ablation = wantedAblation(state);
    if (ablation === null || !isRunLive(state)) return;
    if (isAnswered(state)) {
      // The person has come back from what could not be switched off to what can: the trouble is over.
      if (state.ablated.error !== null) dispatch({ type: 'ablationKept' });
      return;
    }
    isAsking = true;
    dispatch({ type: 'ablationWanted', ablateId: client.ablate(ablation) });
  };

  const unsubscribe = store.subscribe((state, before) => {
    // A run that is asked for drops the ablation under way.
    if (state.wantedRunId !== before.wantedRunId) isAsking = false;
    if (!isChanged(state, before)) return;
    if (isAsking) {
      isBehind = true;
      client.hurry();
    } else ask();
  });

  const onEnd = (): void => {
    isAsking = false;
    if (isBehind) ask();
  };
  const onModelGone = (): void => {
    isAsking = false;
  };
  const unhear = hear({
    loaded: onModelGone,
    restarting: onModelGone,
    effect: onEnd,
    'ablate-failed': onEnd,
    stopAsked() {
      isBehind = false;
    },
  });

  return () => {
    unsubscribe();
    unhear();
  };
}

/** Whether run and effect on screen are those that are wanted, with nothing of them on its way: a question between drops it. */
function isAnswered(state: AppState): boolean {
  return currentAblated(state) !== null && isEffectCurrent(state) && state.ablated.isFinal;
}

function isChanged(state: AppState, before: AppState): boolean {
  return (
    state.view.ablation !== before.view.ablation ||
    state.view.mode !== before.view.mode ||
    state.run !== before.run ||
    state.failedRunId !== before.failedRunId
  );
}
