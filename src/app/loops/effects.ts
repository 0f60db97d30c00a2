import { toErrorInfo } from '../../core/errors.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import { createModelClient } from '../../inference/door/client.ts';
import type { CatalogModel } from '../state/catalog.ts';
import { dispatch, hear } from '../state/store.ts';
import { readCatalog } from './readCatalog.ts';
import { startAblationLoop } from './ablationLoop.ts';
import { startCostLoop } from './costLoop.ts';
import type { Kept } from './filesLoop.ts';
import { startInputsLoop } from './inputsLoop.ts';
import { startInsideLoop } from './insideLoop.ts';
import { startModelLoop } from './modelLoop.ts';
import { startOnceStudied } from './studied.ts';
import { startStudyLoop } from './studyLoop.ts';
import { startTimingLoop } from './timingLoop.ts';

/** The models that come with the app, as their list has them. */
export function catalogIn(manifest: unknown): readonly CatalogModel[] | ErrorInfo {
  try {
    return readCatalog(manifest, new URL('./', document.baseURI).href);
  } catch (thrown) {
    return toErrorInfo(thrown, 'model-fetch-failed');
  }
}

/**
 * Everything that is asked of the worker: what the view wants and what people ask for goes to it, and what it says is an
 * action as it stands. `nextWorker` gives a worker, each time another. Returns its undoing.
 */
export function startEffects(catalog: readonly CatalogModel[], kept: Kept, nextWorker: () => Worker): () => void {
  const client = createModelClient(nextWorker, dispatch);
  const undoings = [
    startAblationLoop(client),
    startCostLoop(client),
    startInputsLoop(() => window.localStorage),
    startInsideLoop(client),
    startModelLoop(client, catalog, kept),
    startStudyLoop(client, kept.image),
    startOnceStudied(),
    startTimingLoop(client),
    keepPageOnceLoaded(),
    hear({
      // The last to hear it: no loop wants anything next any more.
      stopAsked: () => client.stop(),
      cachedAsked: () => client.listCached(),
      removalAsked: ({ model }) => client.removeCached(model),
    }),
  ];
  return () => {
    for (const undo of undoings) undo();
    client.dispose();
  };
}

/** Lets the page open without a network from the next visit on. Waits for the model: its way is the longer one. Returns its undoing. */
function keepPageOnceLoaded(): () => void {
  const undo = hear({
    loaded() {
      undo();
      import('./offline.ts')
        .then(({ keepPage }) => keepPage())
        .catch((error: unknown) => console.warn(`The page is not kept for offline use: ${String(error)}`));
    },
  });
  return undo;
}
