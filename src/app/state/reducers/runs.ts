import type { ErrorInfo } from '../../../core/errors.ts';
import type { HeadReport } from '../../../core/labels/report.ts';
import type { ModelRun } from '../../../core/run.ts';
import { stackOf } from '../../../core/stack.ts';
import { isWithin } from '../../../core/stretch/stretch.ts';
import { askedAnew, askedByPage } from '../asked.ts';
import type { RunAction } from '../actions.ts';
import type { AppState } from '../appState.ts';
import type { View } from '../view.ts';
import { withCellOf, withInSight } from './fitting.ts';
import { insideWaiting } from './inside.ts';
import { withExtras } from './recorded.ts';
import { withSuggestion } from './pageChoice.ts';

/** What becomes of a run and its labels; those of an older run than the wanted one fall through. */
export function reduceRun(state: AppState, action: RunAction): AppState {
  switch (action.type) {
    case 'runWanted':
      // What was stopped is no trouble any more once something is wanted again.
      return {
        ...state,
        wantedRunId: action.runId,
        wantedSound: state.sound,
        // Its answers are dropped with the run before.
        costs: { ...state.costs, isPending: false },
        inside: insideWaiting(state.inside),
        runError: state.runError?.code === 'stopped' ? null : state.runError,
      };
    case 'ran':
      if (action.runId !== state.wantedRunId) return state;
      return withExtras(
        {
          ...state,
          view: followed(state, withCellOf(askedIn(state, action.run), action.run), action.run),
          bringsAsked: false,
          run: action.run,
          heardSound: action.run.sound === undefined ? null : state.wantedSound,
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

/** The view with the asked word, and the query and key that are looked into, where they stand in a run. */
function askedIn({ view, run: before }: AppState, run: ModelRun): View {
  const asked = typeof view.asked === 'number' ? askedAnew(view.asked, before, run) : view.asked;
  const [query, key] = view.cell?.map((position) => askedAnew(position, before, run)) ?? [];
  const cell: View['cell'] =
    query === undefined || key === undefined || (query === view.cell?.[0] && key === view.cell[1])
      ? view.cell
      : [query, key];
  return asked === view.asked && cell === view.cell ? view : { ...view, asked, cell };
}

/**
 * The view with the word that the page asks about by itself in the stretch: the newest where the model writes on; else where the
 * one before was in it.
 */
function followed({ bringsAsked, run: before }: AppState, view: View, run: ModelRun): View {
  const { stretch, side } = view;
  if (!bringsAsked || stretch === null || view.asked !== 'auto') return view;
  const asked = askedOf(run, view);
  const askedBefore = before && askedOf(before, view);
  const wasInSight = askedBefore !== null && isWithin(side === 'query' ? stretch.queries : stretch.keys, askedBefore);
  return asked !== null && (wasInSight || isWrittenAt(run, view, asked)) ? withInSight(view, asked) : view;
}

/** Whether the model wrote the token on the side of the stack that is looked at: in a stack of the source it wrote nothing. */
function isWrittenAt(run: ModelRun, { stack: kind, side }: View, position: number): boolean {
  const stack = stackOf(run, kind);
  return (side === 'query' ? stack?.queryTokens : stack?.keyTokens)?.[position]?.isWritten === true;
}

function askedOf(run: ModelRun, { stack: kind, side }: View): number | null {
  const stack = stackOf(run, kind);
  return stack && askedByPage(run, stack, side);
}

function failed(state: AppState, runError: ErrorInfo, failedRunId: number): AppState {
  return { ...state, runError, failedRunId };
}

/** What the page chose by itself is chosen anew, but heads that are watched while the model writes on; what a person chose stays. */
function labelled(state: AppState, reports: readonly HeadReport[]): AppState {
  const isPages = state.awaitsSuggestion || (state.arePinsSuggested && !state.view.written?.length);
  return isPages ? withSuggestion({ ...state, reports }, reports) : { ...state, reports };
}
