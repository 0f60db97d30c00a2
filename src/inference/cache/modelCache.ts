import { growingBuffer } from '../growingBuffer.ts';
import type { CachedModel } from '../protocol.ts';
import { fileUrl } from '../sources/hubAddress.ts';
import { decodeKept, encodeKept, indexUrl, isIndexUrl } from './keptModel.ts';
import type { KeptModel } from './keptModel.ts';

/** As much of the Cache API as this program uses. */
export type CacheLike = {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
  delete(url: string): Promise<boolean>;
  keys(): Promise<readonly { readonly url: string }[]>;
};

export type CachesLike = { open(name: string): Promise<CacheLike> };

/**
 * Models kept in the browser. Files lie under their address at the hub; an index entry per model is written last, so
 * what has no entry is no model. Nothing here throws: a browser that keeps nothing only makes loading slower, and a
 * warning in the console says so.
 */
export type ModelCache = {
  models(): Promise<readonly KeptModel[]>;
  /** What `models` gives, in the form for people, by id. */
  list(): Promise<readonly CachedModel[]>;
  /**
   * A kept file in one buffer, null where it is not there or not whole. `bytes` is its size, or null to trust the size
   * noted with it.
   */
  read(url: string, bytes: number | null): Promise<Uint8Array | null>;
  /** Keeps a file; false where that failed. An abort stops it. */
  keep(url: string, bytes: Uint8Array, signal: AbortSignal): Promise<boolean>;
  /** Enters a model whose files are all kept, and removes what it replaces. */
  enter(model: KeptModel): Promise<void>;
  /** Forgets files of a model that was not entered. */
  discard(urls: readonly string[]): Promise<void>;
  remove(model: CachedModel): Promise<void>;
};

const CACHE_NAME = 'headlight-models-v1';

/** Bytes that are on their way to the browser at a time, beside the one copy that the program holds. */
const SLICE_BYTES = 1 << 20;

/** Models kept in `caches`; without it nothing is kept. */
export function createModelCache(caches: CachesLike | undefined): ModelCache {
  let opened: Promise<CacheLike> | null = null;
  let hasWarned = false;

  function warn(error: unknown): void {
    if (!hasWarned) console.warn('Models are not kept in this browser:', error);
    hasWarned = true;
  }

  /** Runs `work` on the cache; `otherwise` where there is none or it fails. */
  async function withCache<T>(otherwise: T, work: (cache: CacheLike) => Promise<T>): Promise<T> {
    try {
      if (!caches) throw new Error('there is no Cache API here');
      opened ??= caches.open(CACHE_NAME);
      return await work(await opened);
    } catch (error) {
      opened = null;
      warn(error);
      return otherwise;
    }
  }

  async function modelsIn(cache: CacheLike): Promise<readonly KeptModel[]> {
    const urls = (await cache.keys()).map(({ url }) => url).filter(isIndexUrl);
    const models = await Promise.all(
      urls.map(async (url) => decodeKept(await (await cache.match(url))?.json().catch(() => null))),
    );
    return models.filter((model) => model !== null).toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  }

  /** Removes models, and all files that belong to none: also those that a closed page left behind. */
  async function sweep(cache: CacheLike, isGone: (model: KeptModel) => boolean): Promise<void> {
    const models = await modelsIn(cache);
    const stays = new Set(
      models.filter((model) => !isGone(model)).flatMap((model) => [indexUrl(model), ...urlsOf(model)]),
    );
    // Entries first: a page that closes here leaves files without a model, not a model without files.
    for (const model of models.filter(isGone)) await cache.delete(indexUrl(model));
    for (const { url } of await cache.keys()) if (!stays.has(url)) await cache.delete(url);
  }

  return {
    models: () => withCache<readonly KeptModel[]>([], modelsIn),

    async list() {
      const models = await withCache<readonly KeptModel[]>([], modelsIn);
      return models.map(({ id, host, revision, weights, files }) => ({ id, host, revision, weights, files }));
    },

    read: (url, bytes) =>
      withCache<Uint8Array | null>(null, async (cache) => {
        const response = await cache.match(url);
        if (!response) return null;
        const noted = Number(response.headers.get('content-length') ?? NaN);
        return readWhole(response, bytes ?? noted);
      }),

    keep: (url, bytes, signal) =>
      withCache(false, async (cache) => {
        try {
          const headers = { 'Content-Length': String(bytes.length), 'Content-Type': 'application/octet-stream' };
          await cache.put(url, new Response(slicesOf(bytes, signal), { headers }));
          return true;
        } catch (error) {
          if (signal.aborted) return false;
          throw error;
        }
      }),

    enter: (model) =>
      withCache(undefined, async (cache) => {
        const responses = await Promise.all(urlsOf(model).map((url) => cache.match(url)));
        // Another page may have removed a file meanwhile.
        if (responses.includes(undefined)) return;
        await cache.put(indexUrl(model), new Response(encodeKept(model)));
        await sweep(cache, (other) => isReplaced(other, model));
      }),

    discard: (urls) =>
      withCache(undefined, async (cache) => {
        for (const url of urls) await cache.delete(url);
      }),

    remove: (model) =>
      withCache(undefined, async (cache) => {
        const url = indexUrl(model);
        const models = await modelsIn(cache);
        const gone = models.find((other) => indexUrl(other) === url);
        const stays = new Set(models.filter((other) => other !== gone).flatMap(urlsOf));
        await cache.delete(url);
        // Only its own files: those of a model that is just being fetched belong to none yet.
        for (const file of gone ? urlsOf(gone) : []) if (!stays.has(file)) await cache.delete(file);
      }),
  };
}

function urlsOf(model: CachedModel): readonly string[] {
  // Parsed, since the cache gives addresses back as the browser writes them.
  return model.files.map(({ path }) => new URL(fileUrl(model, path)).href);
}

/** An older commit of what a branch or tag now names anew. Revisions asked for by other names stay. */
function isReplaced(other: KeptModel, model: KeptModel): boolean {
  if (other.host !== model.host || other.id !== model.id || other.revision === model.revision) return false;
  const names = new Set(model.asked.map((request) => request.split(' ')[0]));
  return other.asked.every((request) => names.has(request.split(' ')[0]));
}

/** In slices: a Response made of the bytes themselves would hold them a second time. */
function slicesOf(bytes: Uint8Array, signal: AbortSignal): ReadableStream<Uint8Array> {
  let position = 0;
  return new ReadableStream({
    pull(controller) {
      if (signal.aborted) controller.error(signal.reason);
      else if (position >= bytes.length) controller.close();
      else {
        controller.enqueue(bytes.subarray(position, position + SLICE_BYTES));
        position += SLICE_BYTES;
      }
    },
  });
}

/** Null unless the body has that many bytes. */
async function readWhole(response: Response, bytes: number): Promise<Uint8Array | null> {
  const buffer = growingBuffer();
  buffer.reserve(bytes);
  const reader = response.body?.getReader();
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) buffer.append(chunk.value);
  return buffer.length === bytes ? buffer.take() : null;
}
