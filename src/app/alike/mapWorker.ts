import { classicalMds } from '../../core/alike/mds.ts';
import type { Plane } from '../../core/alike/mds.ts';

/** Distances to be drawn as a plane, all finite. Shape: distance [head, head]. */
export type MapRequest = { readonly distance: Float32Array; readonly count: number };

export type MapReply = Plane;

// A plane of 144 heads can take a quarter of a second: too long for the thread that draws.
self.addEventListener('message', ({ data: { distance, count } }: MessageEvent<MapRequest>) => {
  const reply: MapReply = classicalMds(distance, count);
  self.postMessage(reply, { transfer: [reply.points.buffer] });
});
