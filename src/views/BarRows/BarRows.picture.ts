import { textWidth } from '../picture/textWidth.ts';
import { barRowsLayout } from './BarRows.layout.ts';
import type { BarRowsLayout } from './BarRows.layout.ts';

/** The colour of a row by its part in attention; `plain` is the ink. */
export type BarTone = 'plain' | 'query' | 'key' | 'value' | 'output';

export type BarRow = {
  readonly id: string;
  /** "raw product"; empty for room that is kept for a row to come, in which nothing is drawn. */
  readonly name: string;
  /** What is read off at the place that is lit, with its unit; empty for nothing. */
  readonly reading: string;
  readonly tone: BarTone;
  /** One a place; NaN where the place has none: there the hatching stands. */
  readonly values: ArrayLike<number>;
  /** The ends of the axis in words, from numbers of the values. */
  readonly axisOf: (value: number) => string;
  /** The largest value that the axis must reach, as 1 for a share; else it ends at the largest of the values. */
  readonly reach?: number;
  /** The same downwards: the least value, 0 or below. */
  readonly reachDown?: number;
};

export type BarRowsValues = {
  /** Names of the places, one a place. */
  readonly places: readonly string[];
  readonly rows: readonly BarRow[];
  /** The place that is lit; null for none. */
  readonly lit: number | null;
};

export type DrawnRow = {
  readonly id: string;
  readonly name: string;
  readonly reading: string;
  /** Where it ends: over the last bar, or as far behind the name as it must. */
  readonly readingEnd: number;
  readonly tone: BarTone;
  /** One SVG path for all bars, and one for the bar of the place that is lit. */
  readonly bars: string;
  readonly litBar: string;
  /** SVG path of the places without a value. */
  readonly leftOut: string;
  readonly zero: number;
  readonly title: number;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
};

export type BarRowsPicture = {
  readonly layout: BarRowsLayout;
  readonly rows: readonly DrawnRow[];
  readonly names: readonly { readonly x: number; readonly text: string; readonly isLit: boolean }[];
  /** The column of the place that is lit. */
  readonly column: { readonly x: number; readonly top: number; readonly bottom: number } | null;
};

/** Size of names and numbers, in rem. */
const NAME = 0.87;

/** So far within its row stands the number at the end of an axis, in rem: clear of the words above. */
const TICK = 0.45;

/** What is to be drawn of rows of signed bars over the same places, each row with an axis of its own. */
export function barRowsPicture({ places, rows, lit }: BarRowsValues, width: number, rem: number): BarRowsPicture {
  const size = NAME * rem;
  const longestName = longestOf(places) * size;
  const layout = barRowsLayout({ nPlaces: places.length, nRows: rows.length, longestName }, width, rem);
  const middle = (place: number): number => layout.left + (place + 0.5) * layout.cell;
  const isThere = lit !== null && lit < places.length;
  return {
    layout,
    rows: rows.map((row, at) => drawnRow(row, layout, { at, lit, inset: TICK * rem, size })),
    names: places.flatMap((name, place) =>
      layout.areNamed || place === lit
        ? [{ x: middle(place), text: cutTo(name, layout.nameRoom, size), isLit: place === lit }]
        : [],
    ),
    column: isThere
      ? {
          x: middle(lit) - Math.max(layout.cell, 3) / 2,
          top: layout.rows[0]?.top ?? 0,
          bottom: layout.rows.at(-1)?.bottom ?? 0,
        }
      : null,
  };
}

const measured = new WeakMap<readonly string[], number>();

/** The width of the longest name in ems; measured once a list, since a picture is made anew at every movement. */
function longestOf(places: readonly string[]): number {
  const known = measured.get(places);
  if (known !== undefined) return known;
  const longest = Math.max(0, ...places.map((name) => textWidth(name, 1, 'mono')));
  measured.set(places, longest);
  return longest;
}

type RowWishes = { readonly at: number; readonly lit: number | null; readonly inset: number; readonly size: number };

function drawnRow(row: BarRow, layout: BarRowsLayout, { at, lit, inset, size }: RowWishes): DrawnRow {
  const { title, top, bottom } = layout.rows[at] ?? { title: 0, top: 0, bottom: 0 };
  const { least, most } = extent(row);
  const scale = (bottom - top) / (most - least || 1);
  const y = (value: number): number => bottom - (value - least) * scale;
  const zero = y(0);
  const bars: string[] = [];
  const leftOut: string[] = [];
  let litBar = '';
  for (let place = 0; place < row.values.length; place++) {
    const value = row.values[place] ?? Number.NaN;
    const x = layout.left + place * layout.cell + (layout.cell - layout.bar) / 2;
    if (Number.isNaN(value)) {
      leftOut.push(box(layout.left + place * layout.cell, layout.cell, top, bottom));
      continue;
    }
    const end = y(Math.max(least, Math.min(most, value)));
    // What is there but too small to be seen keeps a line's height.
    const bar = box(x, layout.bar, Math.min(zero, end), Math.max(zero, end, Math.min(zero, end) + 0.75));
    if (place === lit) litBar = bar;
    else bars.push(bar);
  }
  return {
    id: row.id,
    name: row.name,
    reading: row.reading,
    readingEnd: readingEnd(row, layout, size),
    tone: row.tone,
    bars: bars.join(''),
    litBar,
    leftOut: leftOut.join(''),
    zero,
    title,
    top,
    bottom,
    ticks: [
      ...(most > 0 ? [{ at: top + inset, text: row.axisOf(most) }] : []),
      ...(least < 0 ? [{ at: bottom - inset, text: row.axisOf(least) }] : []),
      ...(least < 0 && most > 0 ? [] : [{ at: least < 0 ? zero + inset : zero - inset, text: '0' }]),
    ],
  };
}

/** Few bars end long before the picture does: what is read off them stands with them. `size` in pixels. */
function readingEnd({ name, reading }: BarRow, { end, width }: BarRowsLayout, size: number): number {
  const words = textWidth(name, size, 'sans') + 2 * size + textWidth(reading, size, 'mono');
  return tenth(Math.min(width, Math.max(end, words)));
}

/** An end so much nearer to 0 than the other has no room to be drawn in: what is there is mostly rounding. */
const NEGLIGIBLE = 1e-5;

/** The axis from the least to the largest value, 0 always within. */
function extent({ values, reach = 0, reachDown = 0 }: BarRow): { readonly least: number; readonly most: number } {
  let [least, most] = [reachDown, reach];
  for (let place = 0; place < values.length; place++) {
    const value = values[place] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (-least < NEGLIGIBLE * most) least = 0;
  if (most < -NEGLIGIBLE * least) most = 0;
  return least === 0 && most === 0 ? { least, most: 1 } : { least, most };
}

function box(x: number, width: number, top: number, bottom: number): string {
  return `M${tenth(x)} ${tenth(top)}h${tenth(width)}V${tenth(bottom)}h${tenth(-width)}Z`;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A name as far as there is room, with an ellipsis. */
function cutTo(name: string, room: number, size: number): string {
  if (textWidth(name, size, 'mono') <= room) return name;
  let cut = name;
  while (cut !== '' && textWidth(`${cut}…`, size, 'mono') > room) cut = cut.slice(0, -1);
  return `${cut}…`;
}
