import type { InsideLayer } from './layer.ts';
import { dataOf, rowOf } from './road.ts';

/** What all heads of a layer give at one query, side by side as W_O takes it, [heads dV]; null where it cannot be had. */
export function concatRow(layer: InsideLayer, query: number): Float32Array | null {
  const { nHeads, nQueries } = layer;
  const context = dataOf(layer.context);
  if (context === null) return null;
  const size = context.length / (nHeads * nQueries);
  const all = new Float32Array(nHeads * size);
  for (let head = 0; head < nHeads; head++) {
    all.set(rowOf(context, nHeads * nQueries, head * nQueries + query)!, head * size);
  }
  return all;
}
