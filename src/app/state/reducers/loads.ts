import { NO_ABLATION } from '../../../core/ablation/ablation.ts';
import { MODEL_INPUTS } from '../../../core/modelInputs.ts';
import { sameHead } from '../../../core/selection.ts';
import type { ModelInfo } from '../../../core/run.ts';
import type { HeadRef } from '../../../core/selection.ts';
import type { Notice } from '../../../inference/protocol.ts';
import { NOTHING_ABLATED } from '../ablated.ts';
import { NO_COSTS } from '../costs.ts';
import type { LoadAction } from '../actions.ts';
import type { AppState } from '../appState.ts';
import { samplesUrlOf } from '../catalog.ts';
import { isSavedRun } from '../firstView.ts';
import { BEGUN, isHeard } from '../modelState.ts';
import { NO_STUDIES } from '../studies.ts';
import type { View } from '../view.ts';
import { insideOfNothing, insideWaiting } from './inside.ts';
import { fitting, inPlaces, noticesOfLink } from './fitting.ts';
import { stopped } from './studies.ts';
import { ended } from './timing.ts';

/** What becomes of a load; nothing is heard of one that is over or was replaced. */
export function reduceLoad(state: AppState, action: LoadAction): AppState {
  if (!isHeard(state, action)) return state;
  switch (action.type) {
    case 'loadStarted':
    case 'restarting':
      return begun(state, action.loadId);
    case 'progress': {
      const { stage, loadedBytes, totalBytes } = action;
      return { ...state, model: { status: 'loading', stage, loadedBytes, totalBytes } };
    }
    case 'loaded':
      return loaded(state, action);
    case 'load-failed':
    case 'model-lost':
      return { ...state, model: { status: 'failed', error: action.error } };
  }
}

/** A load ends what was asked of the model before: from then on no run is waited for, and no labels. */
function begun(state: AppState, loadId: number): AppState {
  const shownRunId = state.run?.runId ?? 0;
  return {
    ...state,
    loadId,
    model: BEGUN,
    wantedRunId: shownRunId,
    labelledRunId: shownRunId,
    reports: state.labelledRunId === shownRunId ? state.reports : null,
    runError: null,
    failedRunId: 0,
    costs: { ...state.costs, isPending: false },
    inside: insideWaiting(state.inside),
    studies: stopped(state.studies),
    timing: ended(state.timing),
  };
}

/** The state once a model is there: what belongs to another model goes, heads of a link find their places. */
function loaded(
  state: AppState,
  { model, backend, card, notices, ablation: support, firstPass }: Extract<LoadAction, { type: 'loaded' }>,
): AppState {
  // Heads of another model that were switched off mean nothing here; those of a link wait for its model.
  const isOwn = state.headsAreNumbers || state.shown === null || state.shown.model.id === model.id;
  const placed = state.headsAreNumbers ? inPlaces(state.view, model) : state.view;
  // Neither does the mode that a recording was made in.
  const mode = !isOwn && state.shown?.ablation === null ? NO_ABLATION.mode : placed.mode;
  // The sizes of another model are compared no more.
  const cost = placed.cost?.startsWith('model') ? null : placed.cost;
  const view = fitting(
    isOwn ? placed : { ...placed, ablation: [], twins: null, oneHead: [], cost, mode },
    model,
    support,
  );
  const ready = { status: 'ready', model, backend, card, ablation: support, ...(firstPass && { firstPass }) } as const;
  return {
    ...state,
    model: ready,
    shown: ready,
    view: sameView(view, state.view) ? state.view : view,
    // What another model said is no answer of this one.
    ablated: NOTHING_ABLATED,
    costs: NO_COSTS,
    inside: insideOfNothing(state.inside),
    studies: { ...NO_STUDIES, sentences: { ...state.studies.sentences, error: null, wordsError: null } },
    activePin: Math.max(0, Math.min(state.activePin, view.heads.length - 1)),
    awaitsSuggestion: state.awaitsSuggestion || view.heads.length === 0,
    // What is drawn is of the pad, which not every model has; a file waits for the next model of pictures, as a text does for one of texts.
    image: state.image?.isDrawn && samplesUrlOf(state.catalog, model.id) === null ? null : state.image,
    imageTrouble: MODEL_INPUTS[model.takes].box === 'file' || model.takesPicture ? state.imageTrouble : null,
    headsAreNumbers: false,
    notices: [...noticesKept(state, model, isOwn), ...notices],
  };
}

/** What was told before and still holds once a model is there. */
function noticesKept(state: AppState, model: ModelInfo, isOwn: boolean): readonly Notice[] {
  const ofLink = state.notices.filter((notice) => isOfLink(notice) || notice.code === 'link-heads-missing');
  const ofPage = state.notices.filter(({ code }) => code === 'update-waiting');
  if (state.headsAreNumbers) return [...ofPage, ...state.notices.filter(isOfLink), ...noticesOfLink(state.view, model)];
  // What the link could not have was told when the run that comes with the page stood in for this model.
  return isOwn && isSavedRun(state) ? [...ofPage, ...ofLink] : ofPage;
}

/** Told of the link that the page was opened with: a model that is opened later has nothing to do with it. */
function isOfLink({ code }: Notice): boolean {
  return code === 'link-broken' || code === 'link-unfetched';
}

function sameView(a: View, b: View): boolean {
  const isSame = (one: readonly HeadRef[], other: readonly HeadRef[]): boolean =>
    one.length === other.length && one.every((head, at) => sameHead(head, other[at] ?? null));
  return (
    isSame(a.heads, b.heads) &&
    isSame(a.ablation, b.ablation) &&
    isSame(a.twins ?? [], b.twins ?? []) &&
    a.oneHead.join() === b.oneHead.join() &&
    a.cost === b.cost &&
    a.mode === b.mode &&
    a.text === b.text &&
    a.written === b.written
  );
}
