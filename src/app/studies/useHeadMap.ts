import { useEffect, useRef, useState } from 'react';
import { distancesAmong } from '../../core/alike/headTree.ts';
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
 * The plane of the heads `placed`, of all that have these distances, worked out beside the page; that of the distances before
 * stays until the new one is there, null before the first; 'failed' if it could not be worked out. `placed` must belong to `distance`.
 */
export function useHeadMap(distance: Float32Array, placed: readonly number[]): HeadMap | 'failed' | null {
  const worker = useRef<Worker | null>(null);
  const [found, setFound] = useState<HeadMap | 'failed' | null>(null);

  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = null;
    },
    [],
  );
  useEffect(() => {
    // One that is under way is of distances that are no longer wanted.
    worker.current?.terminate();
    const count = Math.round(Math.sqrt(distance.length));
    worker.current = new Worker(new URL('./mapWorker.ts', import.meta.url), { type: 'module' });
    worker.current.addEventListener('message', ({ data: { points, shown } }: MessageEvent<MapReply>) =>
      setFound({ distance, points: spread(points, placed, count), shown }),
    );
    worker.current.addEventListener('error', () => setFound('failed'));
    const request: MapRequest = { distance: distancesAmong(distance, count, placed), count: placed.length };
    worker.current.postMessage(request, []);
  }, [distance, placed]);
  return found;
}

/** The points of some heads in the places of all. Shape: points [placed, 2] -> [head, 2], NaN where there is none. */
export function spread(points: Float64Array, placed: readonly number[], count: number): Float64Array {
  const all = new Float64Array(2 * count).fill(Number.NaN);
  for (const [at, head] of placed.entries()) all.set(points.subarray(2 * at, 2 * at + 2), 2 * head);
  return all;
}
