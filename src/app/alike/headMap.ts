import { distancesAmong } from '../../core/alike/headTree.ts';
import { AppError } from '../../core/errors.ts';
import type { MapReply, MapRequest } from './mapWorker.ts';

export type HeadMap = {
  /** The distances that it is of. */
  readonly distance: Float32Array;
  /** NaN for heads that have no place. Shape: [head, 2]. */
  readonly points: Float64Array;
  /** As in `Plane`. */
  readonly shown: number;
};

/**
 * The plane of the heads `placed`, of all that have these distances, worked out beside the page by a worker that ends with its
 * answer. Shape: distance [head, head].
 * Throws AppError 'figure-failed' if it could not be worked out, and the reason of the signal once that aborts.
 */
export async function headMapOf(
  distance: Float32Array,
  placed: readonly number[],
  signal?: AbortSignal,
): Promise<HeadMap> {
  signal?.throwIfAborted();
  const count = Math.round(Math.sqrt(distance.length));
  const worker = new Worker(new URL('./mapWorker.ts', import.meta.url), { type: 'module' });
  const ended = new AbortController();
  try {
    const { points, shown } = await new Promise<MapReply>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<MapReply>) => resolve(data));
      worker.addEventListener('error', () =>
        reject(new AppError('figure-failed', 'the map of heads could not be worked out; load the page again')),
      );
      signal?.addEventListener('abort', () => reject(signal.reason), { signal: ended.signal });
      const request: MapRequest = { distance: distancesAmong(distance, count, placed), count: placed.length };
      worker.postMessage(request, []);
    });
    return { distance, points: spread(points, placed, count), shown };
  } finally {
    ended.abort();
    worker.terminate();
  }
}

/** The points of some heads in the places of all. Shape: points [placed, 2] -> [head, 2], NaN where there is none. */
function spread(points: Float64Array, placed: readonly number[], count: number): Float64Array {
  const all = new Float64Array(2 * count).fill(Number.NaN);
  for (const [at, head] of placed.entries()) all.set(points.subarray(2 * at, 2 * at + 2), 2 * head);
  return all;
}
