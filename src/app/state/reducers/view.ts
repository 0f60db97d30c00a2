import type { ModelRun } from '../../../core/run.ts';
import { NOTHING_ABLATED } from '../ablated.ts';
import type { ViewAction } from '../actions.ts';
import type { AppState } from '../appState.ts';
import { beginning } from '../catalog.ts';
import type { Example } from '../examples.ts';
import { hasTarget, isOfText } from '../runText.ts';
import type { View } from '../view.ts';
import { fitting, inPlaces, noticesOfLink, withCellOf, withInSight } from './fitting.ts';
import { withNotice } from './notices.ts';
import { withSuggestion } from './pageChoice.ts';

export function reduceView(state: AppState, action: ViewAction): AppState {
  switch (action.type) {
    case 'viewChanged':
      return withView(
        {
          ...state,
          bringsAsked: bringsAsked(state.bringsAsked, action.change),
          awaitsText: state.awaitsText && !('text' in action.change),
        },
        inRun(inSight({ ...state.view, ...letGo(action.change, state.view), ...action.change }, action.change), state),
      );
    case 'viewRestored':
      return action.awaitsText
        ? restored({ ...state, awaitsText: state.catalog.length === 0 }, beginning(action.view, state.catalog))
        : restored({ ...state, awaitsText: isStillAwaited(state, action) }, action.view);
    case 'exampleTried':
      return tried(state, action.example);
  }
}

/** A page of a lesson that leaves the text alone does not say what the text is to be. */
function isStillAwaited(
  state: AppState,
  { awaitsText, view }: Extract<ViewAction, { readonly type: 'viewRestored' }>,
): boolean {
  return awaitsText === undefined && state.awaitsText && view.text === state.view.text;
}

/** A query and a key that the run on screen has not are let go; of a run that is on its way nothing is known yet. */
function inRun(view: View, { run }: AppState): View {
  return run !== null && isOf(run, view) ? withCellOf(view, run) : view;
}

function isOf(run: ModelRun, view: View): boolean {
  const isOfPair = run.pair === view.pair || (view.written !== null && hasTarget(run));
  return isOfText(run, view) && isOfPair && run.model.id === view.modelId;
}

/**
 * Who asks about another word, or the other way round, leaves the query and the key that were looked into; who opens another
 * model or graph, what was chosen of the one before, unless one is chosen with it; who opens another model or stack, the stretch of
 * the one before; what was written on goes with the text that it stood behind.
 */
function letGo(change: Partial<View>, { written }: View): Partial<View> {
  return {
    ...(('text' in change || 'pair' in change) && written && { written: [] }),
    ...('modelId' in change && { written: null }),
    ...(('modelId' in change || 'stack' in change) && { stretch: null }),
    ...(('asked' in change || 'side' in change) && { cell: null }),
    ...('modelId' in change && !('graph' in change) && { graph: null }),
    ...(('modelId' in change || 'graph' in change) && !('inputs' in change) && { inputs: null }),
  };
}

/** Where a word is asked, the stretch goes to it. */
function inSight(view: View, { asked }: Partial<View>): View {
  return typeof asked === 'number' ? withInSight(view, asked) : view;
}

/** Whether the next run is to bring the word into sight that the page asks about: of another text, unless a stretch is chosen after it. */
function bringsAsked(before: boolean, change: Partial<View>): boolean {
  return !('stretch' in change) && (before || 'text' in change || 'pair' in change || 'written' in change);
}

function withView(state: AppState, view: View): AppState {
  return {
    ...state,
    view,
    awaitsSuggestion: state.awaitsSuggestion && view.heads.length === 0,
    arePinsSuggested: state.arePinsSuggested && view.heads === state.view.heads,
    // Where nothing is switched off nothing has an effect, and an answer under way falls through.
    ablated: view.ablation.length === 0 ? NOTHING_ABLATED : state.ablated,
  };
}

function restored(state: AppState, view: View): AppState {
  const { model } = state;
  const there = model.status === 'ready' && view.modelId === state.view.modelId ? model : null;
  const shown = there === null ? view : fitting(inPlaces(view, there.model), there.model, there.ablation);
  const missing = there === null ? [] : noticesOfLink(view, there.model);
  // What a recording was made with stands in no link.
  const { ablation, mode } = there !== null && there.ablation === null ? state.view : shown;
  const next = {
    ...withView(missing.reduce(withNotice, state), inRun({ ...shown, ablation, mode }, state)),
    activePin: Math.max(0, shown.heads.length - 1),
    bringsAsked: false,
    headsAreNumbers: there === null,
  };
  return shown.heads.length === 0 ? chosenAnew(next) : next;
}

/** A sentence with its model; the word and the heads to look at are chosen by the example, as if by the page. */
function tried(state: AppState, { modelId, text, pair }: Example): AppState {
  const view: View = {
    ...state.view,
    modelId,
    text,
    pair,
    asked: 'auto',
    side: 'query',
    cell: null,
    stack: null,
    stretch: null,
    against: null,
    written: null,
  };
  return chosenAnew({ ...withView(state, view), awaitsText: false, awaitsSuggestion: true });
}

/** No link writes the heads that the page chose: it chooses them again, at once if the run on screen is the one that is wanted. */
function chosenAnew(state: AppState): AppState {
  const { view, run, reports, labelledRunId } = state;
  const isThere = run !== null && isOf(run, view);
  const waiting = { ...state, awaitsSuggestion: true };
  return isThere && reports !== null && labelledRunId === run.runId ? withSuggestion(waiting, reports) : waiting;
}
