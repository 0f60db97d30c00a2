import { countByKey } from '../parts/countByKey.ts';
import { line, scaleLinear } from 'd3';
import type { Axes, Tick } from '../picture/axes.ts';

/** A number of heads and what models with so many came to, one value a seed. */
export type TrainedPoint = { readonly nHeads: number; readonly mean: number; readonly values: readonly number[] };

type TrainedPlace = {
  readonly nHeads: number;
  readonly x: number;
  /** The mean of the seeds, the largest and the least of them: smaller is higher up. */
  readonly mean: number;
  readonly top: number;
  readonly bottom: number;
  readonly seeds: readonly number[];
};

type HeadsTick = Tick & { readonly nHeads: number };

/** Places of one panel's parts, in CSS pixels from the top left of the chart. */
export type PanelLayout = Axes<HeadsTick> & {
  readonly top: number;
  readonly places: readonly TrainedPlace[];
  /** Joins the means. */
  readonly path: string;
};

/** Panels as they are pointed at. */
type Panels<Panel = Pick<PanelLayout, 'left' | 'right' | 'top' | 'bottom' | 'xTicks'>> = {
  readonly panels: readonly Panel[];
};

/** Panels side by side where there is room, else two or one in a row; each is so high. */
const PANEL = { leastWidth: 11, height: 10, gap: 1.2 } as const;

/**
 * Panels of one width, heads across in powers of two. Where `isFromZero` the axis begins at nothing, so that heights compare as amounts do;
 * else it holds what there is, and the place of a tick says where it begins.
 */
export function trainedLayout(
  series: readonly { readonly points: readonly TrainedPoint[]; readonly isFromZero: boolean }[],
  own: number | null,
  width: number,
  rem: number,
): Panels<PanelLayout> & { readonly height: number } {
  const most = Math.max(1, Math.floor(width / (PANEL.leastWidth * rem)));
  // Four in rows of three would leave one alone.
  const nAcross = most >= series.length ? Math.max(1, series.length) : Math.min(most, 2);
  const [wide, high] = [(width - (nAcross - 1) * PANEL.gap * rem) / nAcross, PANEL.height * rem];
  const panels = series.map(({ points, isFromZero }, at) => {
    const x = (at % nAcross) * (wide + PANEL.gap * rem);
    const y = Math.floor(at / nAcross) * high;
    return panelLayout(points, isFromZero, own, { x, y, wide, high }, rem);
  });
  return { height: Math.ceil(series.length / nAcross) * high, panels };
}

type Box = { readonly x: number; readonly y: number; readonly wide: number; readonly high: number };

function panelLayout(
  points: readonly TrainedPoint[],
  isFromZero: boolean,
  own: number | null,
  box: Box,
  rem: number,
): PanelLayout {
  const [left, right] = [box.x + 3.2 * rem, box.x + box.wide - 0.7 * rem];
  const [top, bottom] = [box.y + 1.9 * rem, box.y + box.high - 2 * rem];
  const counts = points.map(({ nHeads }) => Math.log2(nHeads));
  const [first = 0, last = first] = [counts[0], counts.at(-1)];
  const x = scaleLinear([first, Math.max(last, first + 1)], [left + 0.4 * rem, right]);
  const all = points.flatMap(({ values, mean }) => [...values, mean]);
  const [least, largest] = isFromZero ? [0, Math.max(0, ...all)] : [Math.min(...all), Math.max(...all)];
  // Where all are one number it stands in the middle.
  const room = largest > least ? 0 : Math.abs(largest) / 10 || 1;
  const y = scaleLinear([isFromZero ? 0 : least - room, largest + room], [bottom, top]).nice(3);
  const draw = line<TrainedPlace>(
    (place) => place.x,
    (place) => place.mean,
  );
  const places = points.map(({ nHeads, mean, values }) => ({
    nHeads,
    x: x(Math.log2(nHeads)),
    mean: y(mean),
    top: y(Math.max(...values)),
    bottom: y(Math.min(...values)),
    seeds: values.map((value) => y(value)),
  }));
  return {
    left,
    right,
    top,
    bottom,
    xTicks: places.map(({ x: at, nHeads }) => ({ at, text: String(nHeads), nHeads, isOwn: nHeads === own })),
    yTicks: y.ticks(3).map((value) => ({ at: y(value), text: shortNumber(value) })),
    places,
    path: places.length < 2 ? '' : (draw(places) ?? ''),
  };
}

/** The tick of an axis: "88.5", "1.94", "150k". */
function shortNumber(value: number): string {
  if (Math.abs(value) >= 10_000) return `${Number((value / 1000).toPrecision(4))}k`;
  return String(Number(value.toPrecision(4)));
}

/** The number of heads nearest to a place in whichever panel it lies; null without panels. */
export function nearestHeads({ panels }: Panels, x: number, y: number): number | null {
  const away = ({ left, right, top, bottom }: Pick<PanelLayout, 'left' | 'right' | 'top' | 'bottom'>): number =>
    Math.max(left - x, 0, x - right) + Math.max(top - y, 0, y - bottom);
  const panel = panels.toSorted((a, b) => away(a) - away(b))[0];
  const tick = panel?.xTicks.toSorted((a, b) => Math.abs(a.at - x) - Math.abs(b.at - x))[0];
  return tick?.nHeads ?? null;
}

/** Where a key leads from a number of heads; null for a key that means nothing here. */
export function headsAfter({ panels }: Panels, now: number | null, key: string): number | null {
  return countByKey(panels[0]?.xTicks.map(({ nHeads }) => nHeads) ?? [], now, key);
}
