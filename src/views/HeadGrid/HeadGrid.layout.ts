import type { HeadRef } from '../../core/selection.ts';

/** Sizes of the grid in CSS pixels. */
export type GridLayout = {
  /** Side of a thumbnail. */
  readonly side: number;
  /** Height of the chip under it; a chip without room for words shows its glyph only. */
  readonly chipHeight: number;
  readonly chip: 'word' | 'glyph';
  /** Width of the row titles; `long` titles read "layer 0" and "head 0", short ones "L0" and "H0". */
  readonly titleWidth: number;
  readonly titles: 'long' | 'short';
  /** Side of the average of a folded layer, which stands in the place of its row. */
  readonly foldedSide: number;
};

const GAP = 4;

/** The average of a folded layer is this much larger than a thumbnail, and never smaller, in rem, than the words beside it need. */
const FOLDED = 1.8;
const LEAST_FOLDED = 5.6;

/**
 * Fits nRows x nColumns thumbnails with their chips into a box; below the least size that still shows a pattern the grid
 * scrolls instead of shrinking on. `nFolded` of the rows are one larger map each, without a chip.
 */
export function gridLayout(
  nRows: number,
  nColumns: number,
  width: number,
  height: number,
  rem: number,
  nFolded = 0,
): GridLayout {
  const heading = 3.9 * rem;
  const byWidth = (width - heading) / Math.max(1, nColumns) - GAP;
  const wordChip = Math.round(1.15 * rem);
  const nSides = Math.max(1, nRows - nFolded + FOLDED * nFolded);
  const byHeight = (height - 1.4 * rem) / nSides - (nRows * GAP + (nRows - nFolded) * wordChip) / nSides;
  const least = 1.9 * rem;
  const side = Math.floor(Math.max(least, Math.min(byWidth, byHeight, 7 * rem)));
  const chip = side >= 3.1 * rem ? 'word' : 'glyph';
  return {
    side,
    chip,
    chipHeight: wordChip,
    titles: chip === 'word' ? 'long' : 'short',
    titleWidth: (chip === 'word' ? 3.6 : 2) * rem,
    foldedSide: Math.round(Math.max(FOLDED * side, LEAST_FOLDED * rem)),
  };
}

/** Width of a letter of the chip's font, in rem. */
const LETTER = 0.525;

/**
 * A number as a chip has room for it: without the 0 before the point if need be; empty rather than cut off. All numbers of a
 * grid are written as its `longest` needs it, or none is: one alone would look like more than the others.
 */
export function chipNumber(
  text: string,
  longest: string,
  { side, chip }: Pick<GridLayout, 'side' | 'chip'>,
  rem: number,
): string {
  const room = side - (chip === 'word' ? 1.3 : 0.15) * rem;
  const fits = (shown: string): boolean => shown.length * LETTER * rem <= room;
  return fits(longest) ? text : fits(shorten(longest)) ? shorten(text) : '';
}

function shorten(text: string): string {
  return text.replace(/(?<!\d)0\./, '.');
}

type GridMove = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End';

const MOVES: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

export function isGridMove(key: string): key is GridMove {
  return MOVES.has(key);
}

/** Where a key leads from `from` in rows of heads; stays where there is no neighbour. */
export function moveInGrid(rows: readonly (readonly HeadRef[])[], from: HeadRef, move: GridMove): HeadRef {
  const row = rows.findIndex((heads) => heads.some((head) => head.layer === from.layer && head.head === from.head));
  const column = rows[row]?.findIndex((head) => head.layer === from.layer && head.head === from.head) ?? -1;
  if (row < 0) return rows[0]?.[0] ?? from;
  switch (move) {
    case 'ArrowUp':
      return rows[row - 1]?.[column] ?? from;
    case 'ArrowDown':
      return rows[row + 1]?.[column] ?? rows[row + 1]?.at(-1) ?? from;
    case 'ArrowLeft':
      return rows[row]?.[column - 1] ?? from;
    case 'ArrowRight':
      return rows[row]?.[column + 1] ?? from;
    case 'Home':
      return rows[row]?.[0] ?? from;
    case 'End':
      return rows[row]?.at(-1) ?? from;
  }
}
