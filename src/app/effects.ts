import type { ErrorInfo } from '../core/errors.ts';
import { createModelClient, spawnModelWorker } from '../inference/client.ts';
import type { ModelClient } from '../inference/client.ts';
import type { Reply } from '../inference/protocol.ts';
import { readCatalog } from './catalog.ts';
import type { CatalogModel } from './catalog.ts';
import { dispatch, store } from './store.ts';

/** A model that answers within this runs at every key press; a slower one waits for a pause as long as its own answer, up to MAX_PAUSE. */
const QUICK_MS = 40;
const MAX_PAUSE_MS = 180;

/** The one impure loop: what the view wants is asked of the worker, what the worker says becomes actions. */
export function startEffects(catalog: readonly CatalogModel[]): () => void {
  let lastAnswerMs = 0;
  let askedAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked: { readonly text: string; readonly pair: string | null } | null = null;

  const client: ModelClient = createModelClient(spawnModelWorker, (reply) => {
    if (reply.type === 'ran') lastAnswerMs = performance.now() - askedAt;
    const action = actionOf(reply);
    dispatch(action);
    if (reply.type === 'loaded') ask();
  });

  const ask = (): void => {
    const { view, model } = store.getState();
    if (model.status !== 'ready' || view.text.trim() === '') return;
    asked = { text: view.text, pair: model.model.takesPair ? view.pair : null };
    askedAt = performance.now();
    performance.mark('headlight:asked');
    dispatch({ type: 'runWanted', runId: client.run(asked.text, asked.pair) });
  };

  const load = (): void => {
    const { modelId, backend } = store.getState().view;
    const model = catalog.find((entry) => entry.id === modelId);
    if (model === undefined) {
      dispatch({ type: 'loadFailed', error: { code: 'model-not-found', detail: modelId } });
      return;
    }
    dispatch({ type: 'loadStarted', loadId: client.load(model.source, backend) });
  };

  const unsubscribe = store.subscribe((state, before) => {
    if (state.view.modelId !== before.view.modelId || state.view.backend !== before.view.backend) {
      load();
      return;
    }
    if (state.view.text === before.view.text && state.view.pair === before.view.pair) return;
    if (asked !== null && state.view.text === asked.text && state.view.pair === asked.pair && timer === undefined)
      return;
    clearTimeout(timer);
    const pause = lastAnswerMs < QUICK_MS ? 0 : Math.min(MAX_PAUSE_MS, lastAnswerMs);
    timer = setTimeout(() => {
      timer = undefined;
      ask();
    }, pause);
  });
  load();
  return () => {
    unsubscribe();
    clearTimeout(timer);
    client.dispose();
  };
}

function actionOf(reply: Reply): Parameters<typeof dispatch>[0] {
  switch (reply.type) {
    case 'progress':
      return {
        type: 'loadProgressed',
        stage: reply.stage,
        loadedBytes: reply.loadedBytes,
        totalBytes: reply.totalBytes,
      };
    case 'loaded':
      return { type: 'modelLoaded', model: reply.model, backend: reply.backend, notices: reply.notices };
    case 'load-failed':
      return { type: 'loadFailed', error: reply.error };
    case 'ran':
      return { type: 'runArrived', run: reply.run };
    case 'labelled':
      return { type: 'labelsArrived', runId: reply.runId, reports: reply.reports };
    case 'run-failed':
      return { type: 'runFailed', runId: reply.runId, error: reply.error };
  }
}

/** Fetches the list of models that come with the app. */
export async function fetchCatalog(): Promise<readonly CatalogModel[] | ErrorInfo> {
  const url = new URL('models/manifest.json', document.baseURI);
  try {
    const response = await fetch(url);
    if (!response.ok) return { code: 'model-not-found', detail: `${url.pathname}: ${response.status}` };
    const manifest: unknown = await response.json();
    return readCatalog(manifest, new URL('./', document.baseURI).href);
  } catch (thrown) {
    return { code: 'model-fetch-failed', detail: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
