import { growingBuffer } from '../sources/growingBuffer.ts';
import { stretchOfBlob } from '../sources/stretchOf.ts';
import type { CachedModel } from '../protocol.ts';
import { fileUrl } from '../sources/hubAddress.ts';
import { damagedModel, decodeKept, encodeKept, indexUrl, isIndexUrl } from './keptModel.ts';
import type { KeptModel } from './keptModel.ts';
import { sumOf } from './sumOf.ts';

/** As much of the Cache API as this program uses. */
type CacheLike = {
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
  /** What `models` gives, in the form for people, by id; entries that cannot be read are among them, as damaged. */
  list(): Promise<readonly CachedModel[]>;
  /**
   * A kept file in one buffer, null where it is not there, not whole or not what was kept. `bytes` is its size, or null
   * to trust the size noted with it.
   */
  read(url: string, bytes: number | null): Promise<Uint8Array | null>;
  /** A stretch of a kept file, without what lies before or behind it; null where it is not there or ends before, or after an abort. */
  part(url: string, offset: number, nBytes: number, signal: AbortSignal): Promise<Uint8Array | null>;
  /** Keeps a file; false where that failed. An abort stops it. */
  keep(url: string, bytes: Uint8Array, signal: AbortSignal): Promise<boolean>;
  /** Enters a model whose files are all kept, and removes what it replaces. */
  enter(model: KeptModel): Promise<void>;
  /** Forgets files of a model that was not entered. */
  discard(urls: readonly string[]): Promise<void>;
  remove(model: CachedModel): Promise<void>;
};

const CACHE_NAME = 'headlight-models-v1';

/** Header with the checksum of a kept file. */
const SUM = 'X-Headlight-Sum';

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
    return (await entriesIn(cache)).flatMap(({ model }) => (model ? [model] : []));
  }

  async function listIn(cache: CacheLike): Promise<readonly CachedModel[]> {
    return (await entriesIn(cache)).map(({ url, model }) => model ?? damagedModel(url));
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
      const models = await withCache<readonly CachedModel[]>([], listIn);
      return models.map(({ id, host, revision, weights, graph, files, isDamaged }) => {
        const chosen = graph !== undefined && { graph };
        return { id, host, revision, weights, ...chosen, files, ...(isDamaged && { isDamaged }) };
      });
    },

    read: (url, bytes) =>
      withCache<Uint8Array | null>(null, async (cache) => {
        const response = await cache.match(url);
        if (!response) return null;
        const noted = Number(response.headers.get('content-length') ?? NaN);
        // No room is made for what cannot be right.
        if (bytes !== null && noted !== bytes) return null;
        const whole = await readWhole(response, noted);
        const sum = response.headers.get(SUM);
        return whole === null || sum === null || sum === sumOf(whole) ? whole : null;
      }),

    part: (url, offset, nBytes, signal) =>
      withCache<Uint8Array | null>(null, async (cache) => {
        if (signal.aborted) return null;
        // As a Blob it stays where the browser keeps it; its body would have to be read from the beginning.
        const blob = await (await cache.match(url))?.blob();
        try {
          return blob ? await stretchOfBlob(blob, offset, nBytes, signal) : null;
        } catch (error) {
          if (signal.aborted) return null;
          throw error;
        }
      }),

    keep: (url, bytes, signal) =>
      withCache(false, async (cache) => {
        try {
          const headers = {
            'Content-Length': String(bytes.length),
            'Content-Type': 'application/octet-stream',
            [SUM]: sumOf(bytes),
          };
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
        const entries = await entriesIn(cache);
        const isGone = ({ url, model: other }: Entry) => isSame(other ?? damagedModel(url), model);
        const stays = new Set(entries.flatMap((entry) => (entry.model && !isGone(entry) ? urlsOf(entry.model) : [])));
        const gone = entries.filter(isGone);
        for (const { url } of gone) await cache.delete(url);
        // Only its own files: those of a model that is just being fetched belong to none yet. What files a damaged entry
        // had nobody knows, but all of its revision lie below one address.
        const own = new Set(gone.flatMap((entry) => (entry.model ? urlsOf(entry.model) : [])));
        const below = gone.flatMap((entry) => (entry.model ? [] : filesUrl(model)));
        for (const { url } of await cache.keys()) {
          if (!stays.has(url) && (own.has(url) || below.some((start) => url.startsWith(start))))
            await cache.delete(url);
        }
      }),
  };
}

/** An entry of the index; `model` null where it cannot be read. */
type Entry = { readonly url: string; readonly model: KeptModel | null };

/** By id, however they lie in the browser. */
async function entriesIn(cache: CacheLike): Promise<readonly Entry[]> {
  const urls = (await cache.keys()).map(({ url }) => url).filter(isIndexUrl);
  const entries = await Promise.all(
    urls.map(async (url): Promise<Entry> => {
      const model = decodeKept(await (await cache.match(url))?.json().catch(() => null));
      // An entry under another address than its own could not be removed by what it says.
      return { url, model: model && sameUrl(indexUrl(model), url) ? model : null };
    }),
  );
  const idOf = ({ url, model }: Entry) => (model ?? damagedModel(url)).id;
  return entries.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0));
}

function isSame(one: CachedModel, other: CachedModel): boolean {
  const fields = ['host', 'id', 'revision', 'weights', 'graph'] as const;
  return fields.every((field) => one[field] === other[field]);
}

function urlsOf(model: CachedModel): readonly string[] {
  // Parsed, since the cache gives addresses back as the browser writes them.
  return model.files.map(({ path }) => new URL(fileUrl(model, path)).href);
}

/** Where all files of a revision lie; none for an entry that does not even name it. */
function filesUrl(model: CachedModel): readonly string[] {
  if (model.host === '' || model.id === '' || model.revision === '') return [];
  const url = fileUrl(model, '');
  return URL.canParse(url) ? [new URL(url).href] : [];
}

function sameUrl(one: string, other: string): boolean {
  return new URL(one).href === new URL(other).href;
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
