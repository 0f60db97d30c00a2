import { isWithin } from '../../core/stretch/stretch.ts';
import type { Span, Stretch } from '../../core/stretch/stretch.ts';

/** Places of a large heatmap's parts, in CSS pixels from the top left of its box. */
export type MatrixLayout = {
  readonly width: number;
  readonly height: number;
  /** Where the cells begin: right of the query names, under the key names. */
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** How many are drawn, and the first of them: of a stretch not all. */
  readonly nQueries: number;
  readonly nKeys: number;
  readonly firstQuery: number;
  readonly firstKey: number;
  /** From one name to the next at least. */
  readonly name: number;
  /** Every how many tokens a name fits; the hovered name is always shown. */
  readonly everyQuery: number;
  readonly everyKey: number;
};

/** Room, in rem, for the names of queries and of keys, and for the bars of hidden mass at the right of the cells. */
const LEFT = 5.1;
const TOP = 4.5;
const RIGHT = 1.1;
/** Under the last row, in CSS pixels. */
const BOTTOM = 2;
/** From one name to the next, in rem: closer, letters without a tail would lie on each other. */
const NAME = 0.775;
/** The same where not all have room, so that nothing is lost by giving them more: no tail reaches another name. Those of keys lean. */
const LOOSE = { query: 0.83, key: 1 } as const;

/** The least box in which every one of n names has room on either axis, in CSS pixels. */
export function matrixBoxFor(n: number, rem: number): Extent {
  return { width: (LEFT + RIGHT + n * NAME) * rem, height: (TOP + n * NAME) * rem + BOTTOM };
}

/**
 * Fits nQueries x nKeys cells and their token names into a box of the given size: square cells, but wider or higher ones before a name
 * is left out, as far as the box goes. A stretch fills the place that all cells have: while it is zoomed nothing moves.
 */
export function matrixLayout(
  nQueries: number,
  nKeys: number,
  boxWidth: number,
  boxHeight: number,
  rem: number,
  stretch: Stretch | null = null,
): MatrixLayout {
  const left = LEFT * rem;
  const top = TOP * rem;
  const roomX = Math.max(6 * rem, boxWidth - left - RIGHT * rem);
  const roomY = Math.max(6 * rem, boxHeight - top - BOTTOM);
  const square = Math.min(roomX, roomY) / Math.max(nQueries, nKeys);
  const name = NAME * rem;
  const cellOfAll = {
    width: Math.max(square, Math.min(name, roomX / nKeys)),
    height: Math.max(square, Math.min(name, roomY / nQueries)),
  };
  const firstQuery = stretch?.queries.start ?? 0;
  const firstKey = stretch?.keys.start ?? 0;
  const nDrawnQueries = (stretch?.queries.end ?? nQueries) - firstQuery;
  const nDrawnKeys = (stretch?.keys.end ?? nKeys) - firstKey;
  const cellWidth = cellOfAll.width * (nKeys / nDrawnKeys);
  const cellHeight = cellOfAll.height * (nQueries / nDrawnQueries);
  return {
    width: left + cellOfAll.width * nKeys + RIGHT * rem,
    height: top + cellOfAll.height * nQueries + BOTTOM,
    left,
    top,
    cellWidth,
    cellHeight,
    nQueries: nDrawnQueries,
    nKeys: nDrawnKeys,
    firstQuery,
    firstKey,
    name,
    everyQuery: everyName(name, LOOSE.query * rem, cellHeight),
    everyKey: everyName(name, LOOSE.key * rem, cellWidth),
  };
}

/** Every how many cells a name fits: each, or with the room of loose ones between them; what rounding adds is no reason to leave one out. */
function everyName(name: number, loose: number, cell: number): number {
  return cell >= name - 1e-9 ? 1 : Math.max(2, Math.ceil(loose / cell - 1e-9));
}

/** The cell at a point of the box: in the names' gutters one of the two is null; null outside. */
export function cellAt(
  layout: MatrixLayout,
  x: number,
  y: number,
): { readonly query: number | null; readonly key: number | null } | null {
  const key = layout.firstKey + Math.floor((x - layout.left) / layout.cellWidth);
  const query = layout.firstQuery + Math.floor((y - layout.top) / layout.cellHeight);
  const inKeys = isWithin(drawnKeys(layout), key);
  const inQueries = isWithin(drawnQueries(layout), query);
  if (inKeys && inQueries) return { query, key };
  if (inQueries && x >= 0 && x < layout.left) return { query, key: null };
  if (inKeys && y >= 0 && y < layout.top) return { query: null, key };
  return null;
}

/** The tokens of either axis that are drawn. */
export function drawnQueries({ firstQuery, nQueries }: MatrixLayout): Span {
  return { start: firstQuery, end: firstQuery + nQueries };
}

export function drawnKeys({ firstKey, nKeys }: MatrixLayout): Span {
  return { start: firstKey, end: firstKey + nKeys };
}

/** Which names are drawn: every n-th token, counted from the first of all, so that a stretch that is moved keeps its names. */
export function shownNames({ start, end }: Span, every: number): readonly number[] {
  const first = Math.ceil(start / every);
  return Array.from({ length: Math.max(0, Math.ceil(end / every) - first) }, (_, i) => (first + i) * every);
}

/** Splits at letters as people count them, so that no emoji and no accent is torn apart. */
const segmenter = new Intl.Segmenter();

/** A name cut to what its gutter holds. */
export function shortName(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const letters = Array.from(segmenter.segment(text), ({ segment }) => segment);
  return letters.length <= limit ? text : `${letters.slice(0, limit - 1).join('')}…`;
}

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
type Extent = { readonly width: number; readonly height: number };

/** Room between a cell and the words beside it, and between these and the edge of the screen. */
const APART = 10;

/** Where words of a given size stand beside a cell without leaving the screen; all in CSS pixels of the screen. */
export function besideCell(cell: Box, words: Extent, screen: Extent): { readonly left: number; readonly top: number } {
  const right = cell.left + cell.width + APART;
  const below = cell.top + cell.height + APART;
  const left = right + words.width + APART <= screen.width ? right : cell.left - words.width - APART;
  const top = below + words.height + APART <= screen.height ? below : cell.top - words.height - APART;
  const clamp = (at: number, size: number, room: number): number => Math.max(APART, Math.min(at, room - size - APART));
  return { left: clamp(left, words.width, screen.width), top: clamp(top, words.height, screen.height) };
}
