import { toErrorInfo } from '../../core/errors.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import { spawnModelWorker } from '../../inference/door/spawnWorker.ts';
import { isFirst } from '../state/firstView.ts';
import { isFolded } from '../state/longLinks.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { beginWorker } from './beginWorker.ts';
import type * as Effects from './effects.ts';
import { fetchManifest } from './fetchManifest.ts';
import { startFilesLoop } from './filesLoop.ts';
import type { Kept } from './filesLoop.ts';
import { startFirstRun } from './firstRunLoop.ts';
import { startKeepLoop } from './keepLoop.ts';
import { startSaveLoop } from './saveLoop.ts';
import type { SaveAsked } from './saveLoop.ts';
import { startShareLoop } from './shareLoop.ts';
import { startTrainedLoop } from './trainedLoop.ts';
import { startSketchLoop } from './sketchLoop.ts';
import { bringBackAddress, followHistory, restoreLink } from './history.ts';

/** Begins all that touches the world; `saver` brings what makes files. What the link says comes first: only then is anything asked of the worker, or of a hub. */
export async function startLoops(saver: () => Promise<SaveAsked>): Promise<void> {
  startKeepLoop(() => window.localStorage);
  startShareLoop(() => navigator.clipboard);
  startSaveLoop(saver);
  const kept = startFilesLoop();
  if (bringBackAddress() || isFolded(window.location.hash)) await restoreLink();
  followHistory();
  // On a slow line the weights come while the page is busy with the first picture; the runtime, which takes the processor too, after that.
  const nextWorker = beginWorker(spawnModelWorker, isFirst(store.getState().view) ? [firstWeights()] : []);
  const pictured = startFirstRun();
  startSketchLoop(kept.image);
  startTrainedLoop();
  startOnceListed(kept, nextWorker, pictured);
}

/** The largest file of the model that the page begins with, by an address that a worker knows too. */
function firstWeights(): string {
  return new URL(`models/${store.getState().view.modelId}/onnx/model.onnx`, document.baseURI).href;
}

/** Asks the worker for a model once the list of those that come with the page is there, and `pictured` has resolved. */
function startOnceListed(kept: Kept, nextWorker: () => Worker, pictured: Promise<void>): void {
  let fetching = new AbortController();
  let isCachedAsked = false;
  const failed = (error: ErrorInfo): void => dispatch({ type: 'load-failed', loadId: 0, error });
  const begin = async (): Promise<void> => {
    dispatch({ type: 'loadStarted', loadId: 0 });
    fetching = new AbortController();
    const { signal } = fetching;
    // What reads the list and asks the worker comes beside it: the first picture, which is a saved one, does not need it.
    const [listed, effects] = await Promise.all([
      fetchManifest(signal),
      unlessStopped(signal, fetchEffects()),
      unlessStopped(signal, pictured),
    ]);
    if ('code' in listed) return failed(listed);
    if ('code' in effects) return failed(effects);
    const catalog = effects.catalogIn(listed.manifest);
    if ('code' in catalog) return failed(catalog);
    unhear();
    dispatch({ type: 'catalogFetched', catalog });
    effects.startEffects(catalog, kept, nextWorker);
    // Nobody was there to answer before.
    if (isCachedAsked) dispatch({ type: 'cachedAsked' });
  };
  const unhear = hear({
    retryAsked: () => void begin(),
    stopAsked: () => fetching.abort(),
    cachedAsked() {
      isCachedAsked = true;
    },
  });
  void begin();
}

async function fetchEffects(): Promise<typeof Effects | ErrorInfo> {
  try {
    return await import('./effects.ts');
  } catch (thrown) {
    return { code: 'runtime-unfetched', detail: toErrorInfo(thrown, 'runtime-unfetched').detail };
  }
}

/** What comes, or that it was stopped: a script on its way cannot be called off, but need not be waited for. */
function unlessStopped<Coming>(signal: AbortSignal, coming: Promise<Coming>): Promise<Coming | ErrorInfo> {
  const stopped = new Promise<ErrorInfo>((resolve) => {
    signal.addEventListener('abort', () => resolve({ code: 'stopped', detail: 'by the person' }), { once: true });
  });
  return Promise.race([coming, stopped]);
}
