import type { AppState } from '../appState.ts';
import type { FirstRun } from '../firstRun.ts';
import { isFirst } from '../firstView.ts';
import { reduceLoad } from './loads.ts';
import { reduceRun } from './runs.ts';

/** What comes with the page stands as if its model were there, while that is on its way; a model that is there has the word. */
export function reduceFirstRun(state: AppState, { loaded, run, reports }: FirstRun): AppState {
  if (state.shown !== null || state.model.status !== 'loading' || !isFirst(state.view)) return state;
  const { backend, runId } = run;
  const there = reduceLoad(state, {
    type: 'loaded',
    loadId: state.loadId,
    ...loaded,
    backend,
    notices: [],
    firstPass: null,
  });
  const ran = reduceRun({ ...there, wantedRunId: runId }, { type: 'ran', runId, run });
  return { ...reduceRun(ran, { type: 'labelled', runId, reports }), model: state.model };
}
