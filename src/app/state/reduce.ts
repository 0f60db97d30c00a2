import type { Action } from './actions.ts';
import { withHost } from './agreedHosts.ts';
import type { AppState } from './appState.ts';
import { beginning } from './catalog.ts';
import { isLoadAction } from './modelState.ts';
import { reduceAblated } from './reducers/ablation.ts';
import { reduceCosts } from './reducers/costs.ts';
import { reduceFirstRun } from './reducers/firstRun.ts';
import { reduceInside } from './reducers/inside.ts';
import { reduceLoad } from './reducers/loads.ts';
import { reduceNotices } from './reducers/notices.ts';
import { reducePins } from './reducers/pins.ts';
import { reduceRun } from './reducers/runs.ts';
import { reduceStudies } from './reducers/studies.ts';
import { reduceTiming } from './reducers/timing.ts';
import { reduceView } from './reducers/view.ts';
import type { ShownImage } from './sketch.ts';

/** The one place where the app's state changes; pure, and every older result than the wanted one falls through it unseen. */
export function reduce(state: AppState, action: Action): AppState {
  if (isLoadAction(action)) return reduceLoad(state, action);
  switch (action.type) {
    case 'viewChanged':
    case 'viewRestored':
    case 'exampleTried':
      return reduceView(state, action);
    case 'headPinned':
    case 'headUnpinned':
    case 'pinActivated':
    case 'labelSelected':
      return reducePins(state, action);
    case 'runWanted':
    case 'ran':
    case 'labelled':
    case 'label-failed':
    case 'run-failed':
    case 'inputRefused':
      return reduceRun(state, action);
    case 'ablationWanted':
    case 'ablated':
    case 'effect':
    case 'ablate-failed':
    case 'ablationKept':
      return { ...state, ablated: reduceAblated(state.ablated, action, state.run) };
    case 'costWanted':
    case 'cost-found':
    case 'cost-failed':
      return { ...state, costs: reduceCosts(state.costs, action, state.run) };
    case 'insideAsked':
    case 'insideClosed':
    case 'insideWanted':
    case 'inside-answered':
    case 'inside-failed':
      return { ...state, inside: reduceInside(state.inside, action, state.run) };
    case 'measureStarted':
    case 'compareStarted':
    case 'attendStarted':
    case 'studyPaused':
    case 'studyStopped':
    case 'measured':
    case 'compared':
    case 'attended':
    case 'study-done':
    case 'study-failed':
    case 'sentencesChanged':
      return { ...state, studies: reduceStudies(state.studies, action) };
    case 'timingStarted':
    case 'timingStopped':
    case 'heads-timed':
    case 'timing-failed':
      return { ...state, timing: reduceTiming(state.timing, action) };
    case 'noticeRaised':
    case 'noticeDismissed':
      return reduceNotices(state, action);
    case 'cached':
      return { ...state, cached: action.models };
    case 'listingChanged':
      return { ...state, listing: action.listing };
    case 'imageChosen':
      return withImage(state, action.image);
    case 'imageRemoved':
      return unwritten({ ...state, image: null, imageTrouble: null });
    case 'imageRefused':
      return { ...state, imageTrouble: action.why };
    case 'soundChosen':
      // The first is what a link was written of.
      return state.sound === null ? { ...state, sound: action.sound } : unwritten({ ...state, sound: action.sound });
    case 'sampleSoundsChanged':
      return { ...state, sampleSounds: action.samples };
    case 'sketched':
      return { ...state, sketch: action.sketch, view: { ...state.view, drawing: action.sketch.written } };
    case 'trainedFetched':
      return {
        ...state,
        trained: { ...state.trained, found: { ...state.trained.found, [action.url]: action.trained } },
      };
    case 'trainedAsked':
      return { ...state, trained: { ...state.trained, shown: action.url } };
    case 'samplesFetched':
      return { ...state, samples: action.samples };
    case 'firstRunFetched':
      return reduceFirstRun(state, action.saved);
    case 'catalogFetched':
      return {
        ...state,
        catalog: action.catalog,
        awaitsText: false,
        view: state.awaitsText ? beginning(state.view, action.catalog) : state.view,
      };
    case 'notesChanged':
      return { ...state, notes: action.notes };
    case 'setsChanged':
      return { ...state, savedSets: action.sets };
    case 'keepingTried':
      return { ...state, ...action.keeps };
    case 'linkShared':
      return { ...state, shared: { how: action.how } };
    case 'savingChanged':
      return { ...state, saving: action.saving };
    case 'hostAgreed':
      return { ...state, agreedHosts: withHost(state.agreedHosts, action.host) };
    // What loops hear changes nothing by itself.
    case 'runAsked':
    case 'retryAsked':
    case 'stopAsked':
    case 'filesOpened':
    case 'imageOpened':
    case 'soundOpened':
    case 'cachedAsked':
    case 'removalAsked':
    case 'sampleSoundTried':
    case 'sampleSoundsAsked':
    case 'momentsAsked':
    case 'measureAsked':
    case 'compareAsked':
    case 'attendAsked':
    case 'pauseAsked':
    case 'cancelAsked':
    case 'timingAsked':
    case 'timingStopAsked':
    case 'fileAsked':
    case 'shareAsked':
      return state;
  }
}

/** What is looked at now: a link holds what is drawn, and no file. */
function withImage(state: AppState, image: ShownImage): AppState {
  const view = image.isDrawn || state.view.drawing === null ? state.view : { ...state.view, drawing: null };
  return unwritten({ ...state, image, imageTrouble: null, view });
}

/** What was written on goes with what it was written of. */
function unwritten(state: AppState): AppState {
  return state.view.written?.length ? { ...state, view: { ...state.view, written: [] } } : state;
}
