import { useEffect, useRef, useState } from 'react';
import type { MapReply, MapRequest } from './mapWorker.ts';

type HeadMap = { readonly distance: Float32Array; readonly map: MapReply };

/**
 * The tree and the plane of heads with these distances, worked out beside the page; those of the distances before stay until
 * the new ones are there, null before the first. `distance` says which distances they are of.
 */
export function useHeadMap(distance: Float32Array, count: number): HeadMap | null {
  const worker = useRef<Worker | null>(null);
  const [found, setFound] = useState<HeadMap | null>(null);

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
    worker.current = new Worker(new URL('./mapWorker.ts', import.meta.url), { type: 'module' });
    worker.current.addEventListener('message', ({ data }: MessageEvent<MapReply>) => setFound({ distance, map: data }));
    const request: MapRequest = { distance, count };
    worker.current.postMessage(request, []);
  }, [distance, count]);
  return found;
}
