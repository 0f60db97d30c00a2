import { AppError } from '../core/errors.ts';
import { messageOf } from './errors.ts';

export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Response>;

export type DownloadOptions = {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Bytes that a manifest promises, or null. */
  readonly promisedBytes: number | null;
  /** Called as bytes arrive; `total` is what is promised, or what has come where nothing is. */
  readonly onBytes: (loaded: number, total: number) => void;
};

/**
 * One file as bytes in one buffer.
 * Throws AppError 'model-not-found' (no such file, or no leave to read it), 'model-fetch-failed' (network, server) or
 * 'model-truncated' (fewer bytes than the manifest or Content-Length promised); an abort rejects with the signal's reason.
 */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array> {
  try {
    const response = await options.fetch(url, { signal: options.signal });
    checkStatus(url, response);
    const promised = options.promisedBytes ?? contentLength(response);
    const bytes = await readBody(response, promised ?? 0, options.onBytes);
    if (promised !== null && bytes.length < promised) {
      throw new AppError('model-truncated', `${url}: ${bytes.length} bytes came of ${promised}`);
    }
    return bytes;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    if (error instanceof RangeError) throw new AppError('out-of-memory', `${url}: ${error.message}`);
    throw new AppError('model-fetch-failed', `${url}: ${messageOf(error)}`);
  }
}

function checkStatus(url: string, response: Response): void {
  if (response.ok) return;
  // Model hubs answer 401 or 403, not 404, for a repository that does not exist.
  const isMissing = [401, 403, 404, 410].includes(response.status);
  throw new AppError(isMissing ? 'model-not-found' : 'model-fetch-failed', `${url}: HTTP status ${response.status}`);
}

/** The length of a compressed body says nothing of the bytes that come out of it. */
function contentLength(response: Response): number | null {
  const encoding = response.headers.get('content-encoding');
  const length = Number(response.headers.get('content-length') ?? NaN);
  return Number.isSafeInteger(length) && length > 0 && (encoding === null || encoding === 'identity') ? length : null;
}

async function readBody(
  response: Response,
  promised: number,
  onBytes: (loaded: number, total: number) => void,
): Promise<Uint8Array> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  // Sized once where the size is known: growing a model of hundreds of megabytes would hold it twice.
  let buffer = new Uint8Array(promised);
  let loaded = 0;
  const reader = response.body.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const needed = loaded + chunk.value.length;
    if (needed > buffer.length) buffer = grown(buffer, Math.max(needed, 2 * buffer.length, 1 << 16));
    buffer.set(chunk.value, loaded);
    loaded = needed;
    onBytes(loaded, Math.max(loaded, promised));
  }
  return loaded === buffer.length ? buffer : buffer.slice(0, loaded);
}

function grown(buffer: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(length);
  next.set(buffer);
  return next;
}
