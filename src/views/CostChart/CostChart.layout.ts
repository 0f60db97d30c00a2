import { countByKey } from '../parts/countByKey.ts';
import { line, scaleLinear } from 'd3';
import type { Axes, Tick } from '../picture/axes.ts';

/** How many times as much as with the fewest heads, for this and that number of heads, in rising order. */
type CostPoint = { readonly nHeads: number; readonly ratio: number };
export type CostSeries = { readonly id: string; readonly name: string; readonly points: readonly CostPoint[] };

export type CostPlace = { readonly nHeads: number; readonly x: number; readonly y: number };

/** Places of the chart's parts, in CSS pixels from its top left; across, every number of heads, without a name where there is no room for it. */
export type CostLayout = Axes<Tick & { readonly nHeads: number }> & {
  readonly top: number;
  readonly lines: readonly { readonly id: string; readonly path: string; readonly places: readonly CostPlace[] }[];
  /** Where the model's own number of heads lies. */
  readonly own: number;
};

/** What the axes run over: all numbers of heads, those of which no layer can be made, and the one that is marked. */
export type CostAxis = {
  readonly counts: readonly number[];
  readonly refused: readonly number[];
  readonly own: number;
};

/** Both axes in powers of two, so that what grows with the heads is a straight line. Lines may be empty, `counts` not. */
export function costLayout(
  series: readonly CostSeries[],
  { counts, refused, own }: CostAxis,
  width: number,
  height: number,
  rem: number,
): CostLayout {
  const [left, top] = [3 * rem, 2.6 * rem];
  const right = Math.max(left + 6 * rem, width - 1.2 * rem);
  const bottom = Math.max(top + 4 * rem, height - 2.8 * rem);
  const [first = 1, last = first] = [counts[0], counts.at(-1)];
  const x = scaleLinear([Math.log2(first), Math.max(Math.log2(last), Math.log2(first) + 1)], [left, right]);
  const ratios = series.flatMap(({ points }) => points.map(({ ratio }) => Math.log2(ratio)));
  // Room below the line of 1, which is no axis, and below what took less time than one head.
  const low = Math.min(0, ...ratios);
  const high = Math.max(1, Math.ceil(Math.max(0, ...ratios)));
  const y = scaleLinear([low - 0.3, high], [bottom, top]);
  const draw = line<CostPlace>(
    (place) => place.x,
    (place) => place.y,
  );
  const step = Math.max(1, Math.ceil((high * 1.3 * rem) / (bottom - top)));
  return {
    left,
    right,
    top,
    bottom,
    own: x(Math.log2(own)),
    xTicks: named(
      counts.map((nHeads) => ({
        nHeads,
        at: x(Math.log2(nHeads)),
        text: String(nHeads),
        isFaint: refused.includes(nHeads),
      })),
      own,
      1.7 * rem,
    ),
    yTicks: Array.from({ length: Math.floor(high / step) + 1 }, (_, i) => ({
      at: y(i * step),
      text: `×${2 ** (i * step)}`,
    })),
    lines: series.map(({ id, points }) => {
      const places = points.map(({ nHeads, ratio }) => ({ nHeads, x: x(Math.log2(nHeads)), y: y(Math.log2(ratio)) }));
      return { id, places, path: places.length < 2 ? '' : (draw(places) ?? '') };
    }),
  };
}

/** Leaves out names that would touch the marked one. */
function named<One extends Tick & { readonly nHeads: number }>(
  ticks: readonly One[],
  own: number,
  apart: number,
): readonly One[] {
  const at = ticks.find(({ nHeads }) => nHeads === own)?.at ?? Number.NaN;
  return ticks.map((tick) => (tick.nHeads !== own && Math.abs(tick.at - at) < apart ? { ...tick, text: '' } : tick));
}

/** The number of heads nearest to a place across the chart. */
export function nearestCount({ xTicks }: CostLayout, x: number): number | null {
  const [nearest] = xTicks.toSorted((a, b) => Math.abs(a.at - x) - Math.abs(b.at - x));
  return nearest?.nHeads ?? null;
}

/** Where a key leads from a number of heads; null for a key that means nothing here. */
export function countAfter({ xTicks }: CostLayout, now: number | null, key: string): number | null {
  return countByKey(
    xTicks.map(({ nHeads }) => nHeads),
    now,
    key,
  );
}
