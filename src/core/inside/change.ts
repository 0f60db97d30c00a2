import type { InsideLayer } from './layer.ts';

type Changed = Pick<InsideLayer, 'change' | 'nQueries' | 'nKeys'>;

/** Whether anything was done to a head. */
export function isTurned({ change }: Pick<InsideLayer, 'change'>, head: number): boolean {
  return change !== null && change.keep[head] !== 1;
}

/** The weights that a head’s values were weighed by: `own` where nothing was done to it. Shapes: own and result [query, key], from `query` on. */
export function usedWeights(
  { change, nQueries, nKeys }: Changed,
  head: number,
  own: Float32Array,
  query = 0,
): Float32Array {
  const keep = change?.keep[head] ?? 1;
  if (change === null || keep === 1) return own;
  const start = (head * nQueries + query) * nKeys;
  return own.map((weight, at) => keep * weight + (change.pattern?.[start + at] ?? 0));
}

/** The same for all heads of a layer. Shape: patterns [head, query, key], which is returned where nothing was done to any. */
export function usedPatterns(layer: Changed, patterns: Float32Array): Float32Array {
  const { change, nQueries, nKeys } = layer;
  if (change === null) return patterns;
  const [area, used] = [nQueries * nKeys, patterns.slice()];
  for (let head = 0; head < change.keep.length; head++) {
    used.set(usedWeights(layer, head, patterns.subarray(head * area, (head + 1) * area)), head * area);
  }
  return used;
}

/** What a head gave at a query that comes of no key, [dV]: what stands in for it, or what comes of the padding of its window; null for nothing. */
export function addedAt(
  { change, windows, nHeads, nQueries }: Pick<InsideLayer, 'change' | 'windows' | 'nHeads' | 'nQueries'>,
  head: number,
  query: number,
): Float32Array | null {
  const added = windows?.ofPadding ?? change?.added ?? null;
  if (added === null || change?.keep[head] === 1) return null;
  const size = added.length / (nHeads * nQueries);
  const start = (head * nQueries + query) * size;
  const own = added.subarray(start, start + size);
  // A window that is full has no padding.
  return windows?.ofPadding && own.every((value) => value === 0) ? null : own;
}
