import { useEffect, useRef, useState } from 'react';
import { headMapOf } from './headMap.ts';
import type { HeadMap } from './headMap.ts';
import { newestOnly } from './newestOnly.ts';

type Wanted = { readonly distance: Float32Array; readonly placed: readonly number[] };

/**
 * The plane of the heads `placed`, of all that have these distances, worked out beside the page; that of the distances before
 * stays until the new one is there, null before the first; 'failed' if it could not be worked out. `placed` must belong to `distance`.
 */
export function useHeadMap(distance: Float32Array, placed: readonly number[]): HeadMap | 'failed' | null {
  const draw = useRef<((wanted: Wanted) => void) | null>(null);
  const [found, setFound] = useState<HeadMap | 'failed' | null>(null);

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    // While a list is being compared distances come faster than maps: each would end the one before it.
    draw.current = newestOnly(async (wanted) => {
      const map = await headMapOf(wanted.distance, wanted.placed, signal).catch(() => 'failed' as const);
      if (!signal.aborted) setFound(map);
    });
    return () => leaving.abort();
  }, []);
  useEffect(() => draw.current?.({ distance, placed }), [distance, placed]);
  return found;
}
