/** The room of one row of bars, in CSS pixels from the top of the picture. */
type BarRowPlace = {
  /** Middle line of the words above the bars. */
  readonly title: number;
  readonly top: number;
  readonly bottom: number;
};

/** Places of rows of bars over the same places, in CSS pixels from the top left. */
export type BarRowsLayout = {
  readonly width: number;
  readonly height: number;
  /** Where the bars begin; left of them stand the ends of the axes. */
  readonly left: number;
  /** Where they end. */
  readonly end: number;
  /** Of one place, its gap included. */
  readonly cell: number;
  readonly bar: number;
  readonly rows: readonly BarRowPlace[];
  /** Where names of places begin, under the last row. */
  readonly names: number;
  /** Whether there is room for a name a place; else only the place that is lit is named. */
  readonly areNamed: boolean;
  /** The longest name there is room for. */
  readonly nameRoom: number;
};

/** In rem. */
const TITLE = 1.5;
const BARS = 2.5;
const GAP = 0.5;
const AXIS = 3.4;
const WIDEST = 2.6;
const LONGEST_NAME = 5.2;

/** Fits rows of bars into a width; the height follows from them and from the longest name. */
export function barRowsLayout(
  { nPlaces, nRows, longestName }: { readonly nPlaces: number; readonly nRows: number; readonly longestName: number },
  width: number,
  rem: number,
): BarRowsLayout {
  const left = AXIS * rem;
  const cell = Math.min(WIDEST * rem, Math.max(1, width - left - 0.3 * rem) / Math.max(1, nPlaces));
  const step = (TITLE + BARS + GAP) * rem;
  const rows = Array.from({ length: nRows }, (_, row) => ({
    title: row * step + (TITLE / 2) * rem,
    top: row * step + TITLE * rem,
    bottom: row * step + (TITLE + BARS) * rem,
  }));
  const names = (rows.at(-1)?.bottom ?? 0) + 0.35 * rem;
  const areNamed = cell >= 1.05 * rem;
  // A name alone lies on its side too, so that nothing moves when another place is lit.
  const nameRoom = Math.min(LONGEST_NAME * rem, Math.max(1.2 * rem, longestName));
  return {
    width,
    height: names + nameRoom + 0.2 * rem,
    left,
    end: left + nPlaces * cell,
    cell,
    bar: cell >= 4 ? Math.max(2, cell - Math.min(4, cell * 0.22)) : cell,
    rows,
    names,
    areNamed,
    nameRoom,
  };
}

/** The place under a point; null beside the bars. */
export function placeAt(
  { left, cell }: Pick<BarRowsLayout, 'left' | 'cell'>,
  nPlaces: number,
  x: number,
): number | null {
  const place = Math.floor((x - left) / cell);
  return place >= 0 && place < nPlaces ? place : null;
}

/** Where a key leads; null for a key that leads nowhere. */
export function moveOnBars(nPlaces: number, from: number | null, key: string): number | null {
  if (nPlaces === 0) return null;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, (from ?? 1) - 1);
    case 'ArrowRight':
      return Math.min(nPlaces - 1, (from ?? -1) + 1);
    case 'Home':
      return 0;
    case 'End':
      return nPlaces - 1;
    default:
      return null;
  }
}
