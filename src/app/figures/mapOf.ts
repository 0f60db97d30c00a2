import { AppError } from '../../core/errors.ts';
import type { MapReply, MapRequest } from '../studies/mapWorker.ts';

/**
 * The tree and the plane of heads with these distances, worked out beside the page. Shape: distance [head, head].
 * Throws AppError 'figure-failed' if the worker cannot be started.
 */
export async function mapOf(distance: Float32Array, count: number): Promise<MapReply> {
  const worker = new Worker(new URL('../studies/mapWorker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<MapReply>) => resolve(data));
      worker.addEventListener('error', () =>
        reject(new AppError('figure-failed', 'the map of heads could not be worked out; load the page again')),
      );
      const request: MapRequest = { distance, count };
      worker.postMessage(request, []);
    });
  } finally {
    worker.terminate();
  }
}
