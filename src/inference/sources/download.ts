import { AppError } from '../../core/errors.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { messageOf } from '../errors.ts';
import type { Fetch } from './fetch.ts';
import { growingBuffer } from './growingBuffer.ts';
import type { GrowingBuffer } from './growingBuffer.ts';
import { Astray, reach } from './reach.ts';

/** Resolves after so many milliseconds; an abort rejects with the signal's reason. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

type DownloadOptions = {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
  /** Bytes that a manifest or a listing promises, or null. */
  readonly promisedBytes: number | null;
  /**
   * Called as bytes arrive; `total` is what is promised, or what has come where nothing is.
   * `loaded` falls back where a download has to start anew.
   */
  readonly onBytes: (loaded: number, total: number) => void;
  /** Called when the host has begun to answer. */
  readonly onAnswer?: () => void;
  /** How to go on after a cut; without it there is one attempt. */
  readonly retry?: Retry;
};

type Retry = {
  readonly pause: Pause;
  /** The content behind this address never changes, so that parts of it fit whatever the headers keep to themselves. */
  readonly isImmutable: boolean;
};

/** Pauses before each further attempt, in milliseconds. */
const RETRY_PAUSES: readonly number[] = [500, 1500, 4500];

/** A failure that may pass by itself. */
class Cut extends Error {
  readonly code: ErrorCode;
  /** How often it may be tried again. */
  readonly most: number;

  constructor(code: ErrorCode, detail: string, most = RETRY_PAUSES.length) {
    super(detail);
    this.code = code;
    this.most = most;
  }
}

/** What has come so far, and what tells whether the rest belongs to it. */
type Part = { readonly buffer: GrowingBuffer; validator: string | null; isCompressed: boolean };

/**
 * One file as bytes in one buffer. After a cut it asks for the rest only, and starts anew if the rest is of other content.
 * Throws AppError 'model-not-found' (404, 410, a web page for JSON), 'hub-refused' (401, 403), 'hub-unreachable' (no answer at all, or sent on in a circle),
 * 'model-fetch-failed' (broken off, server error), 'model-truncated' (fewer bytes than promised), 'not-onnx' (a web page
 * for a model) or 'out-of-memory'; an abort rejects with the signal's reason.
 */
export async function download(url: string, options: DownloadOptions): Promise<Uint8Array> {
  const { signal, retry } = options;
  const part: Part = { buffer: growingBuffer(), validator: null, isCompressed: false };
  const pauses = retry ? RETRY_PAUSES : [];
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptOf(url, part, options);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Cut)) throw explained(url, error);
      const pause = attempt < error.most ? pauses[attempt] : undefined;
      if (pause === undefined || !retry) throw new AppError(error.code, `${url}: ${error.message}`);
      await retry.pause(pause, signal);
    }
  }
}

/** Takes what is missing of the file. Throws Cut where another attempt may help. */
async function attemptOf(url: string, part: Part, options: DownloadOptions): Promise<Uint8Array> {
  // Ranges count the bytes of the compressed body, not those that came out of it.
  if (part.isCompressed) part.buffer.clear();
  const had = part.buffer.length;
  const response = await ask(url, had, options);
  const rest = restOf(response, part, options);
  if (rest === 'other') {
    // The body is of no use: it is the end of another file.
    await response.body?.cancel();
    part.buffer.clear();
    throw new Cut('model-fetch-failed', 'the file changed while it came');
  }
  if (rest === 'whole') part.buffer.clear();
  part.validator = validatorOf(response);
  part.isCompressed = isCompressed(response);
  const length = contentLength(response);
  const promised = options.promisedBytes ?? (length === null ? null : part.buffer.length + length);
  if (promised !== null) part.buffer.reserve(promised);
  await readBody(response, part, promised ?? 0, options.onBytes);
  // Before its length is looked at: a page in the place of a file is not half of the file.
  refuseWebPage(url, part.buffer.start(PAGE_START));
  const { length: loaded } = part.buffer;
  // A server that lost the end of the file tells so again, with 416; a connection that was cut goes on.
  if (promised !== null && loaded < promised) {
    throw new Cut('model-truncated', `${loaded} bytes came of ${promised}`);
  }
  return part.buffer.take();
}

async function ask(
  url: string,
  had: number,
  { fetch, signal, promisedBytes, onAnswer }: DownloadOptions,
): Promise<Response> {
  // No If-Range: unlike a plain Range it needs a preflight, which hosts of large files refuse; `restOf` compares instead.
  const init = had > 0 ? { signal, headers: { Range: `bytes=${had}-` } } : { signal };
  const response = await reach(url, init, fetch).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    // Each attempt at a circle is twenty requests.
    throw new Cut(error.code, error.detail.replace(`${url}: `, ''), error instanceof Astray ? 1 : RETRY_PAUSES.length);
  });
  onAnswer?.();
  const { status } = response;
  if (status === 416) {
    throw new AppError(
      'model-truncated',
      `${url}: the file ends at byte ${had}, ${promisedBytes ?? 'more'} were promised`,
    );
  }
  if (status === 408 || status === 429 || status >= 500) throw new Cut('model-fetch-failed', `HTTP status ${status}`);
  if (!response.ok) throw statusError(url, response);
  if (response.headers.get('content-type')?.startsWith('text/html')) throw webPageError(url);
  return response;
}

/** As many bytes as tell a web page. */
const PAGE_START = 200;

/** For a page that does not call itself one. */
function refuseWebPage(url: string, bytes: Uint8Array): void {
  const start = new TextDecoder().decode(bytes);
  if (/^\s*<(!doctype|html|head|body|\?xml|!--)/i.test(start)) throw webPageError(url);
}

/** Some servers answer every path with their start page and status 200: the error 'model-not-found' or 'not-onnx'. */
function webPageError(url: string): AppError {
  const [code, wanted] = url.endsWith('.json')
    ? (['model-not-found', 'JSON'] as const)
    : (['not-onnx', 'a model'] as const);
  return new AppError(code, `${url}: a web page came instead of ${wanted}`);
}

/** What an answer that is no file means, as an error that no further attempt mends. */
export function statusError(url: string, { status, headers }: Response): AppError {
  const reason = headers.get('x-error-code');
  const detail = `${url}: HTTP status ${status}${reason === null ? '' : `, ${reason}`}`;
  if (reason === 'RepoNotFound')
    return new AppError('model-not-found', `${detail}; there is no such model, or it is private`);
  if (status === 401 || status === 403) {
    return new AppError('hub-refused', `${detail}; the model is gated or private, or not there`);
  }
  return new AppError(status === 404 || status === 410 ? 'model-not-found' : 'model-fetch-failed', detail);
}

/** Whether the answer holds the rest of the part, the whole file, or the rest of something else. */
function restOf(response: Response, part: Part, { promisedBytes, retry }: DownloadOptions): 'rest' | 'whole' | 'other' {
  if (response.status !== 206) return 'whole';
  if (isCompressed(response)) return 'other';
  const had = part.buffer.length;
  const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '') ?? [];
  if (start !== undefined && Number(start) !== had) return 'other';
  const sizes = [promisedBytes, total === undefined || total === '*' ? null : Number(total)];
  const length = contentLength(response);
  if (length !== null && sizes.some((size) => size !== null && size !== had + length)) return 'other';
  const validator = validatorOf(response);
  if (validator !== null && part.validator !== null) return validator === part.validator ? 'rest' : 'other';
  return retry?.isImmutable ? 'rest' : 'other';
}

/** ETag, or the date where a host of another origin hides it. */
function validatorOf({ headers }: Response): string | null {
  return headers.get('etag') ?? headers.get('last-modified');
}

/** Null for a compressed body: its length says nothing of the bytes that come out of it. */
export function contentLength(response: Response): number | null {
  const length = Number(response.headers.get('content-length') ?? NaN);
  return Number.isSafeInteger(length) && length > 0 && !isCompressed(response) ? length : null;
}

function isCompressed({ headers }: Response): boolean {
  return (headers.get('content-encoding') ?? 'identity') !== 'identity';
}

async function readBody(
  response: Response,
  { buffer }: Part,
  promised: number,
  onBytes: (loaded: number, total: number) => void,
): Promise<void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  for (;;) {
    let chunk;
    try {
      chunk = await reader.read();
    } catch (error) {
      throw new Cut('model-fetch-failed', `broken off after ${buffer.length} bytes: ${messageOf(error)}`);
    }
    if (chunk.done) return;
    buffer.append(chunk.value);
    onBytes(buffer.length, Math.max(buffer.length, promised));
  }
}

function explained(url: string, error: unknown): unknown {
  if (error instanceof RangeError) return new AppError('out-of-memory', `${url}: ${error.message}`);
  return error instanceof AppError ? error : new AppError('model-fetch-failed', `${url}: ${messageOf(error)}`);
}

/** Waits by the clock. */
export const pauseFor: Pause = (ms, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
