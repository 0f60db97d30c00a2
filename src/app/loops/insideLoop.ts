import type { ModelClient } from '../../inference/door/client.ts';
import { isRunLive } from '../shown/shown.ts';
import type { AppState } from '../state/appState.ts';
import { holdsFor, isSettled, openQuestions } from '../state/inside.ts';
import { dispatch, store } from '../state/store.ts';

/**
 * Asks what is open about the inside of layers, of the run on screen, and anew whenever another run is there that the answer does not hold
 * for; what is closed unanswered is left, so that the worker has room for others. Returns its undoing.
 */
export function startInsideLoop(client: Pick<ModelClient, 'inside' | 'leaveInside'>): () => void {
  return store.subscribe((state, before) => {
    if (!isChanged(state, before)) return;
    for (const { question, isPending } of openQuestions(before.inside)) {
      if (isPending && !state.inside[question.about]) client.leaveInside(question.about);
    }
    if (!isRunLive(state)) return;
    for (const asked of openQuestions(state.inside)) {
      const { question, askedOf } = asked;
      if (askedOf === state.run || (isSettled(asked) && holdsFor(question.about, askedOf, state.run))) continue;
      dispatch({ type: 'insideWanted', insideId: client.inside(question), about: question.about });
    }
  });
}

function isChanged(state: AppState, before: AppState): boolean {
  return state.inside !== before.inside || state.run !== before.run || state.failedRunId !== before.failedRunId;
}
