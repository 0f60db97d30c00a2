import type { AlikeKeys } from '../../core/alike/comparison.ts';
import type { AblationMode, TurnedHead } from '../../core/ablation/ablation.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { HeadReport, LabelId } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { BackendWish, CachedModel, Notice, WeightsWish } from '../../inference/protocol.ts';
import type { Action } from './actions.ts';
import { NOTHING_ABLATED, reduceAblated } from './ablated.ts';
import type { Ablated } from './ablated.ts';
import type { SavedSet } from './savedSets.ts';
import { NO_STUDIES, reduceStudies } from './studies.ts';
import type { Studies } from './studies.ts';
import { fitting, inPlaces, noticesOfLink, reduceLoad } from './loaded.ts';
import { BEGUN, isLoadAction } from './modelState.ts';
import type { ModelState } from './modelState.ts';
import { withExtras, withNotice } from './recorded.ts';
import { suggestedHeads } from './suggest.ts';

export type SortKey = 'layer' | 'label' | 'score' | 'entropy' | 'distance' | 'sink';
export type ScaleMode = 'absolute' | 'head' | 'log';
export type ThemeWish = 'auto' | 'light' | 'dark';
/** What the right-hand side shows. */
export type PanelName = 'heads' | 'off' | 'importance' | 'alike';
/** With heads switched off, which patterns are drawn. */
export type Picture = 'before' | 'after' | 'difference';

/** What a link restores: small, and every field is one row of the table in url.ts. */
export type View = {
  /** Of a model that comes with the page, of a repository ("owner/name"), or of what was opened ("opened:name"). */
  readonly modelId: string;
  /** Origin of the model hub, or of a mirror. */
  readonly host: string;
  readonly revision: string;
  readonly weights: WeightsWish;
  readonly text: string;
  /** Second sentence, or what the model of two texts is to have written; null while the box is closed. */
  readonly pair: string | null;
  /** Which stack of an encoder-decoder model is shown; null for the first. */
  readonly stack: AttentionKind | null;
  readonly backend: BackendWish;
  /** Pinned heads in the order they were pinned. */
  readonly heads: readonly HeadRef[];
  readonly scale: ScaleMode;
  readonly hidesSinks: boolean;
  readonly showsEvidence: boolean;
  readonly sort: SortKey;
  readonly filter: LabelId | null;
  /** Heads whose strongest label scores less are dimmed. */
  readonly minScore: number;
  readonly panel: PanelName;
  /** Heads turned down, in the order in which they were; none: the model as it is. */
  readonly ablation: readonly TurnedHead[];
  readonly mode: AblationMode;
  readonly picture: Picture;
  /** Heads closer than this are alike. */
  readonly tau: number;
  /** Which keys heads are held against each other on. */
  readonly keys: AlikeKeys;
  /** The two heads that are held side by side. */
  readonly twins: readonly [HeadRef, HeadRef] | null;
  readonly isLarge: boolean;
  readonly theme: ThemeWish;
};

export type AppState = {
  readonly view: View;
  readonly model: ModelState;
  /** The model that ran last: what is on screen is its picture, also while another one loads or has failed to. */
  readonly shown: Extract<ModelState, { readonly status: 'ready' }> | null;
  readonly loadId: number;
  /** Models kept in the browser; null until asked. */
  readonly cached: readonly CachedModel[] | null;
  /** The image that a vision model looks at, by its name; pixels are kept apart. */
  readonly imageName: string | null;
  /** The dropped folder that is being looked through, by its number; null for none. */
  readonly listing: number | null;
  /** The last good run stays on screen while a newer one is on its way or has failed. */
  readonly run: ModelRun | null;
  /** Labels of the run `labelledRunId`: they stay, as the picture does, until those of a newer run are there. */
  readonly reports: readonly HeadReport[] | null;
  readonly labelledRunId: number;
  readonly wantedRunId: number;
  /** Why the newest run that failed did so, or its labels; it stays until a run has come. */
  readonly runError: ErrorInfo | null;
  /** Which run that was; 0 for none. */
  readonly failedRunId: number;
  readonly notices: readonly Notice[];
  /** The pinned head that hovering replaces and the label panel explains; an index into view.heads. */
  readonly activePin: number;
  readonly panelLabel: LabelId | null;
  /** True until the person or a link has chosen heads: then the first labels choose two worth looking at. */
  readonly awaitsSuggestion: boolean;
  /** True while the pinned heads are those that were suggested: the first click on one makes it the person's own. */
  readonly arePinsSuggested: boolean;
  readonly ablated: Ablated;
  readonly studies: Studies;
  readonly savedSets: readonly SavedSet[];
  /** False once the browser has refused to keep the sets beyond this visit. */
  readonly keepsSets: boolean;
  /**
   * True while the pinned heads are those of a link whose model is not there yet: they are named by true layer numbers,
   * as in every link. From then on they are places in the stack.
   */
  readonly headsAreNumbers: boolean;
};

/** `broken` are fields of the link that could not be read. */
export function initialState(
  view: View,
  savedSets: readonly SavedSet[] = [],
  broken: readonly string[] = [],
): AppState {
  return {
    view,
    model: BEGUN,
    shown: null,
    loadId: 0,
    cached: null,
    imageName: null,
    listing: null,
    run: null,
    reports: null,
    labelledRunId: 0,
    wantedRunId: 0,
    runError: null,
    failedRunId: 0,
    notices: broken.map((detail) => ({ code: 'link-broken', detail })),
    activePin: Math.max(0, view.heads.length - 1),
    panelLabel: null,
    awaitsSuggestion: view.heads.length === 0,
    arePinsSuggested: false,
    ablated: NOTHING_ABLATED,
    studies: NO_STUDIES,
    savedSets,
    keepsSets: true,
    headsAreNumbers: true,
  };
}

/** The one place where the app's state changes; pure, and every older result than the wanted one falls through it unseen. */
export function reduce(state: AppState, action: Action): AppState {
  if (isLoadAction(action)) return reduceLoad(state, action);
  switch (action.type) {
    case 'viewChanged':
      return withView(state, { ...state.view, ...action.change });
    case 'viewRestored':
      return restored(state, action.view);
    case 'headPinned':
      return pin(state, action.head);
    case 'headUnpinned': {
      const at = state.view.heads.findIndex((head) => sameHead(head, action.head));
      const heads = state.view.heads.filter((_, index) => index !== at);
      // The active head stays active when one before it goes.
      const activePin = at >= 0 && at < state.activePin ? state.activePin - 1 : state.activePin;
      return {
        ...state,
        view: { ...state.view, heads },
        activePin: Math.max(0, Math.min(activePin, heads.length - 1)),
        panelLabel: null,
        awaitsSuggestion: false,
        arePinsSuggested: false,
      };
    }
    case 'pinActivated':
      return action.index === state.activePin
        ? state
        : { ...state, activePin: action.index, panelLabel: null, arePinsSuggested: false };
    case 'labelSelected':
      return { ...state, panelLabel: action.label };
    case 'runWanted':
      // What was stopped is no trouble any more once something is wanted again.
      return {
        ...state,
        wantedRunId: action.runId,
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
    case 'cached':
      return { ...state, cached: action.models };
    case 'listingChanged':
      return { ...state, listing: action.listing };
    case 'imageChosen':
      return { ...state, imageName: action.name };
    case 'noticeRaised':
      return withNotice(state, action.notice);
    case 'noticeDismissed':
      return { ...state, notices: state.notices.filter((notice) => notice !== action.notice) };
    case 'setsChanged':
      return { ...state, savedSets: action.sets, keepsSets: action.isKept };
    case 'ablationWanted':
    case 'ablated':
    case 'effect':
    case 'ablate-failed':
    case 'ablationKept':
      return { ...state, ablated: reduceAblated(state.ablated, action, state.run) };
    case 'measureStarted':
    case 'compareStarted':
    case 'studyPaused':
    case 'studyStopped':
    case 'measured':
    case 'compared':
    case 'study-done':
    case 'study-failed':
    case 'sentencesChanged':
      return { ...state, studies: reduceStudies(state.studies, action) };
  }
}

function failed(state: AppState, runError: ErrorInfo, failedRunId: number): AppState {
  return { ...state, runError, failedRunId };
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
  return {
    ...withView(missing.reduce(withNotice, state), { ...shown, ablation, mode }),
    activePin: Math.max(0, shown.heads.length - 1),
    headsAreNumbers: there === null,
  };
}

/**
 * Pins a head, or makes an already pinned one the active one and, if it is active already, unpins it: unless it was only
 * suggested, since it may have become so under the pointer of who meant to pin it.
 */
function pin(state: AppState, head: HeadRef): AppState {
  const at = state.view.heads.findIndex((other) => sameHead(other, head));
  if (at === state.activePin && at >= 0 && !state.arePinsSuggested)
    return reduce(state, { type: 'headUnpinned', head });
  const heads = at >= 0 ? state.view.heads : [...state.view.heads, head];
  return {
    ...state,
    view: { ...state.view, heads },
    activePin: at >= 0 ? at : heads.length - 1,
    panelLabel: null,
    awaitsSuggestion: false,
    arePinsSuggested: false,
  };
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
