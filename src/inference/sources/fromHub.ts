import { AppError } from '../../core/errors.ts';
import { answers, isOfGraph, isRevisionOf, requestOf } from '../cache/keptModel.ts';
import type { KeptModel } from '../cache/keptModel.ts';
import type { ModelCache } from '../cache/modelCache.ts';
import { download } from './download.ts';
import type { Pause } from './download.ts';
import type { Fetch } from './fetch.ts';
import type { ModelFiles, OnProgress } from './modelFiles.ts';
import { firstAlone } from './reach.ts';
import type { BackendWish, HubSource } from '../protocol.ts';
import { assemble, JSON_FILES, jsonsOf } from './assemble.ts';
import type { JsonName, Plan } from './assemble.ts';
import { chooseGraphs, dataOf } from './chooseGraphs.ts';
import { besideGraph } from './externalData.ts';
import { checkedSource, fileUrl } from './hubAddress.ts';
import { createMeter } from './meter.ts';
import { openRepository } from './repository.ts';
import { refuseTooLarge } from './roomFor.ts';
import type { Repository } from './repository.ts';

/** What reading from a hub needs. */
export type HubTools = { readonly fetch: Fetch; readonly pause: Pause; readonly cache: ModelCache };

/** Files of one revision that are to be read: from the cache as far as they are there, else from the host. */
type Wanted = {
  readonly plan: Plan;
  readonly revision: string;
  /** Whether what lies in the cache under the same address is the same file. */
  readonly isKept: boolean;
  /** Whether the model has its entry in the index, which then says what the sizes are, not the host. */
  readonly isEntered: boolean;
  readonly isImmutable: boolean;
  /** Bytes by path, as far as they are known. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Whether a file is there; null where only asking for it tells. */
  has(path: string): boolean | null;
};

/**
 * The files of a repository. What is kept in the browser is taken without asking the host; what is fetched is kept once
 * it is there as a whole, and nothing where its sizes say that it cannot be held. Where the host cannot be reached, other weights of the model that are kept take their place.
 */
export async function readFromHub(
  asked: HubSource,
  backend: BackendWish,
  tools: HubTools,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<ModelFiles> {
  const source = checkedSource(asked);
  const models = await tools.cache.models();
  const kept = models.find((model) => answers(model, source, backend));
  signal.throwIfAborted();
  if (kept) return read(source, wantedOf(kept), tools, signal, onProgress, kept.asked);
  let wanted: Wanted;
  try {
    wanted = await ask(source, backend, tools.fetch, signal);
  } catch (error) {
    const other = models.find((model) => isRevisionOf(model, source) && isOfGraph(model, source));
    if (!(other && error instanceof AppError && error.code === 'hub-unreachable')) throw error;
    return read(source, wantedOf(other), tools, signal, onProgress, other.asked);
  }
  // What is kept was held before, and an entry that is damaged may say any size.
  refuseTooLarge(wanted.plan, wanted.sizes, backend);
  const request = requestOf(source, backend);
  const before = models.find(
    (model) =>
      model.id === source.id &&
      model.host === source.host &&
      model.revision === wanted.revision &&
      model.weights === weightsOf(wanted.plan) &&
      isOfGraph(model, source),
  );
  return read(source, wanted, tools, signal, onProgress, [...(before?.asked ?? []), request]);
}

function wantedOf({ plan, revision, files }: KeptModel): Wanted {
  const sizes = new Map(files.map(({ path, bytes }) => [path, bytes]));
  return { plan, revision, isKept: true, isEntered: true, isImmutable: false, sizes, has: () => null };
}

/** Asks the host what there is, and chooses. */
async function ask(source: HubSource, backend: BackendWish, fetch: Fetch, signal: AbortSignal): Promise<Wanted> {
  const repository = await openRepository(source, fetch, signal);
  const choice = await chooseGraphs(repository, source.weights, backend, source.graph);
  if (!choice) throw new AppError('model-not-found', `${source.host}/${source.id}: there is no ONNX file`);
  const { all, revision, isResolved } = repository;
  const there = all && new Set(all.map(({ path }) => path));
  const pathOf = (name: JsonName) => (there?.has(JSON_FILES[name]) === false ? null : JSON_FILES[name]);
  const plan: Plan = { ...choice, jsons: jsonsOf(pathOf, there === null) };
  return {
    plan,
    revision,
    isKept: isResolved,
    isEntered: false,
    isImmutable: isResolved,
    sizes: await sizesOf(plan, repository),
    has: (path) => there?.has(path) ?? null,
  };
}

async function sizesOf({ graphs, jsons }: Plan, repository: Repository): Promise<ReadonlyMap<string, number>> {
  const data = await Promise.all(graphs.map(({ path }) => dataOf(repository, path)));
  // Where the host has no list, JSON is asked for but once: by reading it.
  const listed = repository.all ? jsons : [];
  const files = await Promise.all([...graphs, ...listed].map(({ path }) => repository.find(path)));
  return new Map([...files, ...data.flat()].flatMap((file) => (file?.bytes ? [[file.path, file.bytes] as const] : [])));
}

/** `requests` is what the model is entered under in the index, anew if it was there and a file of it was not. */
async function read(
  source: HubSource,
  wanted: Wanted,
  { fetch, pause, cache }: HubTools,
  outer: AbortSignal,
  onProgress: OnProgress,
  requests: readonly string[],
): Promise<ModelFiles> {
  const { plan, revision, sizes } = wanted;
  const place = { host: source.host, id: source.id, revision };
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  const meter = createMeter(sizes, onProgress);
  const added: string[] = [];
  const inOrder = firstAlone();
  let isKeeping = true;

  async function readFile(path: string): Promise<Uint8Array> {
    const url = fileUrl(place, path);
    const there = wanted.isKept ? await cache.read(url, sizes.get(path) ?? null) : null;
    signal.throwIfAborted();
    if (there) {
      meter(path, there.length, there.length);
      return there;
    }
    const bytes = await inOrder((onAnswer) =>
      download(url, {
        fetch,
        signal,
        promisedBytes: wanted.isEntered ? null : (sizes.get(path) ?? null),
        onAnswer,
        onBytes: (loaded, total) => meter(path, loaded, total),
        retry: { pause, isImmutable: wanted.isImmutable },
      }),
    );
    if (isKeeping) {
      added.push(url);
      isKeeping = (await cache.keep(url, bytes, signal)) && isKeeping;
    }
    return bytes;
  }

  try {
    const files = await assemble(plan, {
      brokenJson: 'model-truncated',
      read: readFile,
      async locate(graphPath, location) {
        const path = besideGraph(graphPath, location);
        if (wanted.has(path) !== false) return path;
        throw new AppError(
          'model-not-found',
          `${graphPath} keeps weights in "${path}", which ${source.id} does not have`,
        );
      },
    });
    if (!isKeeping) await cache.discard(added);
    else if (added.length > 0 || !wanted.isEntered) {
      const asked = [...new Set(requests)];
      await cache.enter({
        ...place,
        weights: weightsOf(plan),
        ...(source.graph !== undefined && { graph: source.graph }),
        files: files.sizes,
        asked,
        plan: planAsRead(plan, files),
      });
    }
    return files;
  } catch (error) {
    // What is damaged must not be taken for whole next time; what is whole saves fetching it again.
    if (error instanceof AppError && ['model-truncated', 'not-onnx'].includes(error.code)) await cache.discard(added);
    throw error;
  } finally {
    stop.abort();
  }
}

/** The plan without what turned out not to be there, so that nobody is asked for it again. */
function planAsRead(plan: Plan, { sizes }: ModelFiles): Plan {
  const jsons = plan.jsons.filter((json) => sizes.some(({ path }) => path === json.path));
  return { ...plan, jsons: jsons.map((json) => ({ ...json, isOptional: false })) };
}

function weightsOf({ precision }: Plan): string {
  return precision ?? 'unknown';
}
