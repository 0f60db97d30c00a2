import { lengthOf } from '../../core/stretch/stretch.ts';
import type { Axes, Span, Stretch } from '../../core/stretch/stretch.ts';
import type { Place } from '../../core/stretch/zoom.ts';
import type { Lit } from '../hover.ts';

type Size = { readonly width: number; readonly height: number };

/** The frame around a stretch is never thinner, in CSS pixels. */
const THINNEST = 5;

/** The size of a map whose longer side is given, in CSS pixels; each cell is as wide as it is high. */
export function mapSize({ nQueries, nKeys }: Axes, side: number): Size {
  const cell = side / Math.max(nQueries, nKeys);
  return {
    width: Math.max(THINNEST, Math.round(nKeys * cell)),
    height: Math.max(THINNEST, Math.round(nQueries * cell)),
  };
}

/** Where the frame around a stretch lies on its map, and always on it. */
export function stretchBox({ queries, keys }: Stretch, { nQueries, nKeys }: Axes, { width, height }: Size) {
  const [left, across] = placed(keys, nKeys, width);
  const [top, down] = placed(queries, nQueries, height);
  return { left, top, width: across, height: down };
}

function placed(span: Span, nTokens: number, room: number): readonly [from: number, size: number] {
  const size = Math.max(Math.min(THINNEST, room), (lengthOf(span) / nTokens) * room);
  const middle = ((span.start + span.end) / 2 / nTokens) * room;
  return [Math.max(0, Math.min(room - size, middle - size / 2)), size];
}

/** From where to where a lit row lies down the map and a lit column across it, a pixel at least; null for what is not lit, or not in the pattern. */
export function litBars({ query, key }: Lit, { nQueries, nKeys }: Axes, { width, height }: Size) {
  const bar = (at: number | null, nTokens: number, room: number) => {
    if (at === null || at >= nTokens) return null;
    const size = Math.max(1, room / nTokens);
    return { from: Math.min(room - size, (at / nTokens) * room), size };
  };
  return { row: bar(query, nQueries, height), column: bar(key, nKeys, width) };
}

/** The place in tokens at a point of the map; beside it, the one at its edge. */
export function placeOn({ nQueries, nKeys }: Axes, { width, height }: Size, x: number, y: number): Place {
  const share = (at: number, size: number): number => Math.max(0, Math.min(1, at / size));
  return { query: share(y, height) * nQueries, key: share(x, width) * nKeys };
}
