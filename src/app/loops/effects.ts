import { toErrorInfo } from '../../core/errors.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import { createModelClient, spawnModelWorker } from '../../inference/door/client.ts';
import type { ModelClient } from '../../inference/door/client.ts';
import { isSameInput, MODEL_INPUTS } from '../../core/modelInputs.ts';
import type { CachedModel, RunInput } from '../../inference/protocol.ts';
import { startAblationLoop } from './ablationLoop.ts';
import { readCatalog } from './catalog.ts';
import type { CatalogModel } from './catalog.ts';
import { currentImage } from './imageInput.ts';
import { stopListing } from './openFiles.ts';
import { sourceOf } from './sourceOf.ts';
import type { AppState } from '../state/appState.ts';
import type { View } from '../state/view.ts';
import { dispatch, store } from '../state/store.ts';
import { createStudyControls } from './studyControls.ts';
import type { StudyControls } from './studyControls.ts';

/** A model whose forward pass takes longer is asked after a pause in typing only; any other as soon as it has answered. */
const SLOW_MS = 500;
const PAUSE_MS = 180;

/** What the page can ask of the loop beside what the view says. */
export type Effects = {
  /** Ends the loop. */
  readonly stop: () => void;
  /** Brings back what has failed or was stopped: the model, or its run. */
  readonly retry: () => void;
  /** Ends what is under way, studies aside; what is on screen stays. */
  readonly halt: () => void;
  readonly listCached: () => void;
  readonly removeCached: (model: CachedModel) => void;
  readonly studies: StudyControls;
};

/** The one impure loop: what the view wants is asked of the worker, and what the worker says is an action as it stands. */
export function startEffects(catalog: readonly CatalogModel[]): Effects {
  /** As the worker measured it: how busy this page is does not count. */
  let forwardMs = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: RunInput | null = null;
  let isRunning = false;
  /** The input has changed since the run that is under way was asked for. */
  let isBehind = false;

  const client: ModelClient = createModelClient(spawnModelWorker, (told) => {
    dispatch(told);
    if (told.type === 'ran') forwardMs = told.run.forwardMs;
    if (told.type === 'loaded') {
      asked = null;
      ask();
    } else if (told.type === 'ran' || told.type === 'run-failed') {
      isRunning = false;
      if (isBehind) ask();
    } else if (told.type === 'restarting' || told.type === 'model-lost') {
      isRunning = false;
      isBehind = false;
    }
    ablating.onReply(told);
  });
  const ablating = startAblationLoop(client);

  const ask = (): void => {
    const { view, model, wantedRunId } = store.getState();
    isBehind = false;
    // What is typed on brings back a model that stopped working.
    if (model.status === 'failed' && model.error.code === 'worker-crashed') load();
    if (model.status !== 'ready') return;
    try {
      const { takes, takesPair } = model.model;
      const input = MODEL_INPUTS[takes].from({ ...view, takesPair, chosen: currentImage() });
      if (input === null || isSameInput(input, asked)) return;
      asked = input;
      performance.mark('headlight:asked');
      isRunning = true;
      dispatch({ type: 'runWanted', runId: client.run(input) });
    } catch (thrown) {
      asked = null;
      dispatch({ type: 'run-failed', runId: wantedRunId, error: toErrorInfo(thrown, 'bad-input') });
    }
  };

  const load = (): void => {
    const { view } = store.getState();
    isRunning = false;
    isBehind = false;
    try {
      dispatch({ type: 'loadStarted', loadId: client.load(sourceOf(view, catalog), view.backend) });
    } catch (thrown) {
      const loadId = client.abandon();
      dispatch({ type: 'loadStarted', loadId });
      dispatch({ type: 'load-failed', loadId, error: toErrorInfo(thrown, 'model-not-found') });
    }
  };

  /** The newest text wins: those that came and went while a run was under way are never run. */
  const askInTurn = (): void => {
    clearTimeout(timer);
    if (forwardMs > SLOW_MS || writes(store.getState())) timer = setTimeout(ask, PAUSE_MS);
    else if (isRunning) {
      isBehind = true;
      client.hurry();
    } else ask();
  };

  const unsubscribe = store.subscribe((state, before) => {
    if (LOADING_FIELDS.some((name) => state.view[name] !== before.view[name])) load();
    else if (isInputChanged(state, before)) askInTurn();
  });
  load();
  return {
    stop() {
      unsubscribe();
      ablating.stop();
      clearTimeout(timer);
      client.dispose();
    },
    retry() {
      asked = null;
      if (store.getState().model.status === 'ready') ask();
      else load();
    },
    halt() {
      stopListing();
      clearTimeout(timer);
      isBehind = false;
      ablating.forget();
      client.stop();
      asked = null;
    },
    listCached: () => client.listCached(),
    removeCached: (model) => client.removeCached(model),
    studies: createStudyControls(client),
  };
}

/** A change of one of these is another model, or the same one run elsewhere. */
const LOADING_FIELDS: readonly (keyof View)[] = ['modelId', 'backend', 'host', 'revision', 'weights'];

function isInputChanged(state: AppState, before: AppState): boolean {
  return (
    state.view.text !== before.view.text || state.view.pair !== before.view.pair || state.imageName !== before.imageName
  );
}

/** A model that writes its target runs once for each token of it, before the pass that `forwardMs` tells of. */
function writes({ view, model }: AppState): boolean {
  return model.status === 'ready' && MODEL_INPUTS[model.model.takes].writesSecond && view.pair === null;
}

/** Fetches the list of models that come with the app. */
export async function fetchCatalog(signal: AbortSignal): Promise<readonly CatalogModel[] | ErrorInfo> {
  const url = new URL('models/manifest.json', document.baseURI);
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) return { code: 'model-not-found', detail: `${url.pathname}: ${response.status}` };
    const manifest: unknown = await response.json();
    return readCatalog(manifest, new URL('../', document.baseURI).href);
  } catch (thrown) {
    if (signal.aborted) return { code: 'stopped', detail: 'by the person' };
    return { code: 'model-fetch-failed', detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
