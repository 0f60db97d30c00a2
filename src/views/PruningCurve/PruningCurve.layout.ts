import { line, scaleLinear } from 'd3';
import type { Axes } from '../picture/axes.ts';

/** One measured set of heads. */
export type CurvePoint = {
  readonly nRemoved: number;
  readonly value: number;
  /** Where several orders were tried: the least and the largest. */
  readonly low?: number;
  readonly high?: number;
  /** More to read out: "L2H3 removed last". */
  readonly words?: string;
};

/** One order in which heads are taken away; the points stand in the order of `nRemoved` and grow as they arrive. */
export type CurveSeries = { readonly id: string; readonly name: string; readonly points: readonly CurvePoint[] };

export type CurvePlace = { readonly x: number; readonly y: number };

export type CurveLine = {
  readonly id: string;
  /** SVG path through the points; empty for less than two. */
  readonly path: string;
  /** SVG path around the least and largest values; empty where none are given. */
  readonly band: string;
  readonly places: readonly CurvePlace[];
  /** Where the name of the line begins, apart from the other names; null without a point. */
  readonly label: CurvePlace | null;
};

/** Places of the chart's parts, in CSS pixels from its top left. */
export type CurveLayout = Axes & {
  readonly top: number;
  readonly baseline: number;
  readonly lines: readonly CurveLine[];
  /** Whether single points can be told apart; else only the newest is drawn. */
  readonly hasDots: boolean;
};

/** Fits the lines into a box: all heads at the left, none at the right, the value upwards. */
export function curveLayout(
  series: readonly CurveSeries[],
  nHeads: number,
  baseline: number,
  width: number,
  height: number,
  rem: number,
): CurveLayout {
  const [left, top] = [3.4 * rem, 1.9 * rem];
  const right = Math.max(left + 4 * rem, width - 7.5 * rem);
  const bottom = Math.max(top + 3 * rem, height - 2.8 * rem);
  const x = scaleLinear([0, Math.max(1, nHeads)], [left, right]);
  const values = series.flatMap(({ points }) => points.flatMap((point) => [point.value, point.low, point.high]));
  const known = [baseline, ...values].filter((value): value is number => Number.isFinite(value));
  const [least, most] = known.length === 0 ? [0, 1] : [Math.min(...known), Math.max(...known)];
  // A flat line is drawn flat, not as its own rounding.
  const room = Math.max((most - least) * 0.06, 0.005);
  const y = scaleLinear([least - room, most + room], [bottom, top]).nice(5);
  const draw = line<readonly [number, number]>();
  const lines = series.map(({ id, points }) => {
    const shown = points.filter((point) => Number.isFinite(point.value));
    const places = shown.map((point) => ({ x: x(point.nRemoved), y: y(point.value) }));
    const spread = shown.filter((point) => point.low !== undefined && point.high !== undefined);
    const edge = [
      ...spread.map((point) => [x(point.nRemoved), y(point.high ?? 0)] as const),
      ...spread.toReversed().map((point) => [x(point.nRemoved), y(point.low ?? 0)] as const),
    ];
    return {
      id,
      places,
      path: places.length < 2 ? '' : (draw(places.map((place) => [place.x, place.y])) ?? ''),
      band: spread.length < 2 ? '' : `${draw(edge) ?? ''}Z`,
      label: places.at(-1) ?? null,
    };
  });
  const step = Math.max(1, Math.ceil((2.2 * rem * nHeads) / (right - left) / 4) * 4);
  const stepOf = nHeads <= 4 ? 1 : step;
  return {
    left,
    right,
    top,
    bottom,
    baseline: y(baseline),
    xTicks: Array.from({ length: Math.floor(nHeads / stepOf) + 1 }, (_, i) => {
      const nLeft = i * stepOf;
      return { at: x(nHeads - nLeft), text: String(nLeft) };
    }),
    yTicks: y.ticks(5).map((value) => ({ at: y(value), text: y.tickFormat(5)(value).replace('-', '−') })),
    lines: spreadLabels(lines, 1.15 * rem, top, bottom, right + 0.4 * rem),
    hasDots: (right - left) / Math.max(1, nHeads) >= 5,
  };
}

/** Moves the names of lines apart, from the top down, all at the right of the chart. */
function spreadLabels(
  lines: readonly CurveLine[],
  apart: number,
  top: number,
  bottom: number,
  x: number,
): readonly CurveLine[] {
  const named = lines.filter((one) => one.label !== null).toSorted((a, b) => (a.label?.y ?? 0) - (b.label?.y ?? 0));
  const places = new Map<string, number>();
  let next = top;
  for (const one of named) {
    const y = Math.max(next, one.label?.y ?? 0);
    places.set(one.id, y);
    next = y + apart;
  }
  // Too low: the last ones push back up.
  let limit = bottom;
  for (const one of named.toReversed()) {
    const y = Math.min(limit, places.get(one.id) ?? 0);
    places.set(one.id, y);
    limit = y - apart;
  }
  return lines.map((one) => (one.label === null ? one : { ...one, label: { x, y: places.get(one.id) ?? 0 } }));
}

/** The point of all lines nearest to a place of the chart; null without points. */
export function nearestPoint(
  layout: CurveLayout,
  x: number,
  y: number,
): { readonly line: number; readonly point: number } | null {
  let nearest: { line: number; point: number } | null = null;
  let least = Infinity;
  for (const [lineIndex, one] of layout.lines.entries()) {
    for (const [point, place] of one.places.entries()) {
      // Who follows a line looks along it: sideways counts more.
      const distance = (place.x - x) ** 2 + ((place.y - y) / 3) ** 2;
      if (distance < least) [nearest, least] = [{ line: lineIndex, point }, distance];
    }
  }
  return nearest;
}

export type CurveCursor = { readonly line: number; readonly point: number };

/** Where an arrow key leads: along the line, or to the nearest point of the next line; null for any other key. */
export function moveOnCurve(layout: CurveLayout, from: CurveCursor | null, key: string): CurveCursor | null {
  const start = layout.lines.findIndex((one) => one.places.length > 0);
  const isMove = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key);
  if (!isMove || start < 0) return null;
  const now = layout.lines[from?.line ?? -1];
  if (from === null || now === undefined || now.places.length === 0) return { line: start, point: 0 };
  const last = now.places.length - 1;
  switch (key) {
    case 'ArrowLeft':
      return { ...from, point: Math.max(0, from.point - 1) };
    case 'ArrowRight':
      return { ...from, point: Math.min(last, from.point + 1) };
    case 'Home':
      return { ...from, point: 0 };
    case 'End':
      return { ...from, point: last };
    default:
      return otherLine(layout, from, key === 'ArrowUp' ? -1 : 1);
  }
}

/** The point nearest in x on the next line above or below in the list that has points. */
function otherLine(layout: CurveLayout, from: CurveCursor, by: number): CurveCursor {
  const x = layout.lines[from.line]?.places[from.point]?.x ?? 0;
  for (let at = from.line + by; at >= 0 && at < layout.lines.length; at += by) {
    const places = layout.lines[at]?.places ?? [];
    if (places.length === 0) continue;
    const distances = places.map((place) => Math.abs(place.x - x));
    return { line: at, point: distances.indexOf(Math.min(...distances)) };
  }
  return from;
}
