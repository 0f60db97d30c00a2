import { distancesAmong } from '../../core/alike/headTree.ts';
import { AppError } from '../../core/errors.ts';
import type { MapReply, MapRequest } from '../studies/mapWorker.ts';
import { spread } from '../studies/useHeadMap.ts';
import type { HeadMap } from '../studies/useHeadMap.ts';

/**
 * The plane of the heads `placed`, of all that have these distances, worked out beside the page. Shape: distance [head, head].
 * Throws AppError 'figure-failed' if the worker cannot be started.
 */
export async function mapOf(distance: Float32Array, placed: readonly number[]): Promise<HeadMap> {
  const count = Math.round(Math.sqrt(distance.length));
  const worker = new Worker(new URL('../studies/mapWorker.ts', import.meta.url), { type: 'module' });
  try {
    const { points, shown } = await new Promise<MapReply>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<MapReply>) => resolve(data));
      worker.addEventListener('error', () =>
        reject(new AppError('figure-failed', 'the map of heads could not be worked out; load the page again')),
      );
      const request: MapRequest = { distance: distancesAmong(distance, count, placed), count: placed.length };
      worker.postMessage(request, []);
    });
    return { distance, points: spread(points, placed, count), shown };
  } finally {
    worker.terminate();
  }
}
