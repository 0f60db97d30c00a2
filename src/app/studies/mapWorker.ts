import { averageLinkage } from '../../core/alike/cluster.ts';
import type { Tree } from '../../core/alike/cluster.ts';
import { classicalMds } from '../../core/alike/mds.ts';
import type { Plane } from '../../core/alike/mds.ts';

/** Distances to be drawn as a tree and as a plane. Shape: distance [head, head]. */
export type MapRequest = { readonly distance: Float32Array; readonly count: number };

export type MapReply = { readonly tree: Tree; readonly plane: Plane };

// A plane of 144 heads can take a quarter of a second: too long for the thread that draws.
self.addEventListener('message', ({ data: { distance, count } }: MessageEvent<MapRequest>) => {
  const reply: MapReply = { tree: averageLinkage(distance, count), plane: classicalMds(distance, count) };
  self.postMessage(reply, { transfer: [reply.plane.points.buffer] });
});
