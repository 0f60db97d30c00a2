import type { ErrorInfo } from '../../../core/errors.ts';
import type { HeadReport } from '../../../core/labels/report.ts';
import type { RunAction } from '../actions.ts';
import type { AppState } from '../appState.ts';
import { withExtras } from './recorded.ts';
import { suggestedHeads } from './suggest.ts';

/** What becomes of a run and its labels; those of an older run than the wanted one fall through. */
export function reduceRun(state: AppState, action: RunAction): AppState {
  switch (action.type) {
    case 'runWanted':
      // What was stopped is no trouble any more once something is wanted again.
      return {
        ...state,
        wantedRunId: action.runId,
        // Its answers are dropped with the run before.
        costs: { ...state.costs, isPending: false },
        runError: state.runError?.code === 'stopped' ? null : state.runError,
      };
    case 'ran':
      if (action.runId !== state.wantedRunId) return state;
      return withExtras(
        {
          ...state,
          run: action.run,
          reports: state.run?.model.id === action.run.model.id ? state.reports : null,
          runError: null,
        },
        action.run,
        action.extras ?? null,
      );
    case 'labelled':
      return action.runId === state.run?.runId
        ? labelled({ ...state, labelledRunId: action.runId }, action.reports)
        : state;
    case 'label-failed':
      // Labels of an older run would pass for those of this one.
      return action.runId === state.run?.runId
        ? { ...failed(state, action.error, action.runId), labelledRunId: action.runId, reports: null }
        : state;
    case 'run-failed':
      return action.runId === state.wantedRunId ? failed(state, action.error, action.runId) : state;
    case 'inputRefused':
      return failed(state, action.error, state.wantedRunId);
  }
}

function failed(state: AppState, runError: ErrorInfo, failedRunId: number): AppState {
  return { ...state, runError, failedRunId };
}

function labelled(state: AppState, reports: readonly HeadReport[]): AppState {
  if (!state.awaitsSuggestion) return { ...state, reports };
  const heads = suggestedHeads(reports);
  return {
    ...state,
    reports,
    view: { ...state.view, heads },
    activePin: 0,
    awaitsSuggestion: heads.length === 0,
    arePinsSuggested: true,
  };
}
