import { AppError } from '../core/errors.ts';
import { download } from './download.ts';
import type { Fetch } from './download.ts';
import { messageOf } from './errors.ts';
import type { ModelSource } from './protocol.ts';

/** The files of a model as fetched; the JSON is parsed but not yet trusted. */
export type ModelFiles = {
  readonly config: unknown;
  readonly tokenizer: unknown;
  /** Null where the model comes without one. */
  readonly tokenizerConfig: unknown;
  readonly onnx: Uint8Array;
};

/** Bytes over all files; `totalBytes` grows as the sizes of files become known. */
export type OnProgress = (loadedBytes: number, totalBytes: number) => void;

const CONFIG = 'config.json';
const TOKENIZER = 'tokenizer.json';
const TOKENIZER_CONFIG = 'tokenizer_config.json';

const LESS_THAN = '<'.charCodeAt(0);

/**
 * Fetches config.json, tokenizer.json, tokenizer_config.json and the ONNX file of a model, side by side.
 * Throws AppError 'model-not-found', 'model-fetch-failed', 'model-truncated', 'not-onnx' (a web page came instead) or
 * 'out-of-memory'; the first failure stops the other downloads.
 */
export async function fetchModelFiles(
  source: ModelSource,
  fetch: Fetch,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<ModelFiles> {
  const stop = new AbortController();
  const meter = createMeter(source, onProgress);
  const get = (path: string) =>
    download(source.base + path, {
      fetch,
      signal: AbortSignal.any([signal, stop.signal]),
      promisedBytes: source.sizes?.[path] ?? null,
      onBytes: (loaded, total) => meter(path, loaded, total),
    });
  const getJson = async (path: string) => parseJson(source.base + path, await get(path));
  try {
    const [onnx, config, tokenizer, tokenizerConfig] = await Promise.all([
      get(source.onnxFile),
      getJson(CONFIG),
      getJson(TOKENIZER),
      getJson(TOKENIZER_CONFIG).catch(nullIfMissing),
    ]);
    if (isWebPage(onnx)) {
      throw new AppError('not-onnx', `${source.base}${source.onnxFile}: a web page came instead of a model`);
    }
    return { config, tokenizer, tokenizerConfig, onnx };
  } finally {
    stop.abort();
  }
}

function nullIfMissing(error: unknown): null {
  if (error instanceof AppError && error.code === 'model-not-found') return null;
  throw error;
}

/** Adds up the files and reports each half per cent, not each of thousands of chunks. */
function createMeter(source: ModelSource, onProgress: OnProgress) {
  const files = new Map<string, { loaded: number; total: number }>();
  for (const path of [source.onnxFile, CONFIG, TOKENIZER, TOKENIZER_CONFIG]) {
    files.set(path, { loaded: 0, total: source.sizes?.[path] ?? 0 });
  }
  let reported = -1;
  return (path: string, loaded: number, total: number) => {
    files.set(path, { loaded, total });
    let loadedBytes = 0;
    let totalBytes = 0;
    for (const file of files.values()) {
      loadedBytes += file.loaded;
      totalBytes += file.total;
    }
    if (reported >= 0 && loadedBytes < totalBytes && loadedBytes - reported < totalBytes / 200) return;
    reported = loadedBytes;
    onProgress(loadedBytes, totalBytes);
  };
}

/** No ONNX file starts with "<": as a protobuf tag it would close a group that was never opened. */
function isWebPage(bytes: Uint8Array): boolean {
  return bytes.find((byte) => byte > 0x20) === LESS_THAN;
}

function parseJson(url: string, bytes: Uint8Array): unknown {
  // Some servers answer every path with their start page and status 200.
  if (isWebPage(bytes)) throw new AppError('model-not-found', `${url}: a web page came instead of JSON`);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new AppError('model-truncated', `${url}: ${messageOf(error)}`);
  }
}
