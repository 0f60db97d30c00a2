import { createModelCache } from '../cache/modelCache.ts';
import type { CachesLike } from '../cache/modelCache.ts';
import { pauseFor } from './download.ts';
import type { Pause } from './download.ts';
import type { Fetch } from './fetch.ts';
import type { ReadNow } from '../runtime/bytesOnDisk.ts';
import type { ModelFiles, ModelFileSource, OnProgress } from './modelFiles.ts';
import type { BackendWish, CachedModel } from '../protocol.ts';
import { readFromFiles } from './fromFiles.ts';
import { readFromHere } from './fromHere.ts';
import { readPart } from './readPart.ts';
import type { FilePart } from './readPart.ts';
import { openFromHub } from './healing.ts';

// How the engine uses this: one store for the life of the worker,
//   const store = createModelStore({ fetch: platform.fetch, caches: platform.caches });
// where the worker passes `globalThis.caches` (undefined on pages without a secure origin). Then
//   load           -> ready = await store.open(source, backend, signal, onProgress, prepare)
//   list-cached    -> post({ type: 'cached', models: await store.list() })
//   remove-cached  -> post({ type: 'cached', models: await store.remove(model) })
// The last two never reject and need no place in the queue: they touch neither runtime nor a load under way.
// `backend` only guides which weights `auto` takes; pass the backend that will be used where it is known.

/** What reading model files needs of the place where it runs. */
export type SourcePlatform = {
  readonly fetch: Fetch;
  /** Undefined where the browser offers no Cache API; then nothing is kept. */
  readonly caches?: CachesLike | undefined;
  /** Without it, weights beside a graph that a person opened are read whole. */
  readonly readNow?: ReadNow;
  /** Waits between attempts at a download; a test needs no clock. */
  readonly pause?: Pause;
};

type ModelStore = {
  /**
   * The files of a model, from the page, a hub (or what is kept of it) or the person.
   * Throws AppError 'model-not-found', 'model-fetch-failed', 'model-truncated', 'not-onnx', 'hub-unreachable',
   * 'hub-refused', 'bad-input', 'unsupported-graph' (weights outside the folder of the model), 'too-large' or 'out-of-memory'; an
   * abort rejects with the signal's reason. The first failure stops the other downloads.
   */
  read(source: ModelFileSource, backend: BackendWish, signal: AbortSignal, onProgress: OnProgress): Promise<ModelFiles>;
  /**
   * What `make` makes of these files. Where it, or reading them, shows damage of what the browser keeps, the model is
   * fetched from the hub again, once; progress then begins anew. Throws as `read` and `make` do.
   */
  open<T>(
    source: ModelFileSource,
    backend: BackendWish,
    signal: AbortSignal,
    onProgress: OnProgress,
    make: (files: ModelFiles) => T,
  ): Promise<T>;
  /** A stretch of a file of a model that was opened; see `readPart`. */
  part(source: ModelFileSource, part: FilePart, signal: AbortSignal): Promise<Uint8Array>;
  /** The models that open without a network, by id. */
  list(): Promise<readonly CachedModel[]>;
  /** Removes a model that `list` gave; resolves with what is still kept. */
  remove(model: CachedModel): Promise<readonly CachedModel[]>;
};

/** Reads model files, and keeps those that come from a hub. */
export function createModelStore(platform: SourcePlatform): ModelStore {
  const cache = createModelCache(platform.caches);
  const hub = { fetch: platform.fetch, pause: platform.pause ?? pauseFor, cache };
  return {
    read(source, backend, signal, onProgress) {
      switch (source.from) {
        case 'here':
          return readFromHere(source, platform.fetch, signal, onProgress);
        case 'hub':
          return openFromHub(source, backend, hub, signal, onProgress, (files) => files);
        case 'files':
          return readFromFiles(source, backend, signal, onProgress, platform.readNow);
      }
    },
    async open(source, backend, signal, onProgress, make) {
      if (source.from === 'hub') return openFromHub(source, backend, hub, signal, onProgress, make);
      return make(await this.read(source, backend, signal, onProgress));
    },
    part: (source, part, signal) => readPart(source, part, hub, signal),
    list: () => cache.list(),
    async remove(model) {
      await cache.remove(model);
      return cache.list();
    },
  };
}
