import { AppError } from '../../core/errors.ts';
import { download } from './download.ts';
import type { Fetch } from './fetch.ts';
import type { ModelFiles, OnProgress } from './modelFiles.ts';
import type { HereSource } from '../protocol.ts';
import { assemble, JSON_FILES, JSON_NAMES } from './assemble.ts';
import type { JsonName, Plan } from './assemble.ts';
import { besideGraph } from './externalData.ts';
import { createMeter } from './meter.ts';

/** Asked for where no manifest says what there is. */
const USUAL: readonly JsonName[] = ['config', 'tokenizer', 'tokenizerConfig'];

/**
 * The files of a model that comes with the page; they are its own, so the browser's ordinary cache is enough.
 * Throws AppError 'model-not-found', 'model-fetch-failed', 'model-truncated', 'not-onnx' or 'out-of-memory'.
 */
export async function readFromHere(
  source: HereSource,
  fetch: Fetch,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<ModelFiles> {
  const plan = planOf(source);
  const stop = new AbortController();
  const wanted = [...plan.graphs, ...plan.jsons].map(({ path }) => [path, source.sizes?.[path] ?? 0] as const);
  const meter = createMeter(new Map(wanted), onProgress);
  try {
    return await assemble(plan, {
      brokenJson: 'model-truncated',
      locate: async (graphPath, location) => besideGraph(graphPath, location),
      async read(path) {
        return download(source.base + path, {
          fetch,
          signal: AbortSignal.any([signal, stop.signal]),
          promisedBytes: source.sizes?.[path] ?? null,
          onBytes: (loaded, total) => meter(path, loaded, total),
        });
      },
    });
  } catch (error) {
    throw error instanceof AppError ? withoutHub(error) : error;
  } finally {
    stop.abort();
  }
}

function planOf({ graphs, precision, sizes }: HereSource): Plan {
  const isThere = (name: JsonName) => (sizes ? sizes[JSON_FILES[name]] !== undefined : USUAL.includes(name));
  return {
    graphs,
    precision,
    jsons: JSON_NAMES.filter(isThere).map((name) => ({
      name,
      path: JSON_FILES[name],
      isOptional: name === 'tokenizerConfig',
    })),
  };
}

/** No hub stands between the page and its own files. */
function withoutHub({ code, detail }: AppError): AppError {
  if (code === 'hub-unreachable') return new AppError('model-fetch-failed', detail);
  return new AppError(code === 'hub-refused' ? 'model-not-found' : code, detail);
}
