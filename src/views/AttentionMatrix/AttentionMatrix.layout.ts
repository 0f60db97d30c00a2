/** Places of a large heatmap's parts, in CSS pixels from the top left of its box. */
export type MatrixLayout = {
  readonly width: number;
  readonly height: number;
  /** Where the cells begin: right of the query names, under the key names. */
  readonly left: number;
  readonly top: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly nQueries: number;
  readonly nKeys: number;
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
/** From one name to the next, in rem: closer they run into each other. */
const NAME = 0.775;

/** The least box in which every one of n names has room on either axis, in CSS pixels. */
export function matrixBoxFor(n: number, rem: number): Extent {
  return { width: (LEFT + RIGHT + n * NAME) * rem, height: (TOP + n * NAME) * rem + BOTTOM };
}

/**
 * Fits nQueries x nKeys cells and their token names into a box of the given size: square cells, but wider or higher ones before
 * a name is left out, as far as the box goes.
 */
export function matrixLayout(
  nQueries: number,
  nKeys: number,
  boxWidth: number,
  boxHeight: number,
  rem: number,
): MatrixLayout {
  const left = LEFT * rem;
  const top = TOP * rem;
  const roomX = Math.max(6 * rem, boxWidth - left - RIGHT * rem);
  const roomY = Math.max(6 * rem, boxHeight - top - BOTTOM);
  const square = Math.min(roomX, roomY) / Math.max(nQueries, nKeys);
  const name = NAME * rem;
  const cellWidth = Math.max(square, Math.min(name, roomX / nKeys));
  const cellHeight = Math.max(square, Math.min(name, roomY / nQueries));
  return {
    width: left + cellWidth * nKeys + RIGHT * rem,
    height: top + cellHeight * nQueries + BOTTOM,
    left,
    top,
    cellWidth,
    cellHeight,
    nQueries,
    nKeys,
    everyQuery: everyName(name, cellHeight),
    everyKey: everyName(name, cellWidth),
  };
}

/** Every how many cells a name fits; what rounding adds is no reason to leave one out. */
function everyName(name: number, cell: number): number {
  return Math.max(1, Math.ceil(name / cell - 1e-9));
}

/** The cell at a point of the box: in the names' gutters one of the two is null; null outside. */
export function cellAt(
  layout: MatrixLayout,
  x: number,
  y: number,
): { readonly query: number | null; readonly key: number | null } | null {
  const key = Math.floor((x - layout.left) / layout.cellWidth);
  const query = Math.floor((y - layout.top) / layout.cellHeight);
  const inKeys = key >= 0 && key < layout.nKeys;
  const inQueries = query >= 0 && query < layout.nQueries;
  if (inKeys && inQueries) return { query, key };
  if (inQueries && x >= 0 && x < layout.left) return { query, key: null };
  if (inKeys && y >= 0 && y < layout.top) return { query: null, key };
  return null;
}

/** Which names are drawn: every n-th, the first always. */
export function shownNames(count: number, every: number): readonly number[] {
  return Array.from({ length: Math.ceil(count / every) }, (_, i) => i * every);
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
