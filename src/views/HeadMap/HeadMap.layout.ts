import { isGridMove, moveInGrid } from '../HeadGrid/HeadGrid.layout.ts';
import type { HeadRef } from '../../core/selection.ts';

export type MapLayout = {
  readonly cellWidth: number;
  readonly cellHeight: number;
  readonly titleWidth: number;
  /**
   * What fits into a cell beside its number: a glyph and a word, a glyph, or nothing; `bare` has no number either. `measured`:
   * what its words have room for, each by their own width.
   */
  readonly shows: 'word' | 'glyph' | 'number' | 'bare' | 'measured';
};

/** Sizes of a map of nHeads columns in a given width, all in CSS pixels; it never asks for more width than there is. */
export function mapLayout(nHeads: number, width: number, rem: number): MapLayout {
  const titleWidth = 2 * rem;
  const cellWidth = Math.max(0.8 * rem, Math.min(6.5 * rem, (width - titleWidth) / Math.max(1, nHeads)));
  const shows =
    cellWidth >= 5.4 * rem ? 'word' : cellWidth >= 3.4 * rem ? 'glyph' : cellWidth >= 2.3 * rem ? 'number' : 'bare';
  return { cellWidth, cellHeight: (shows === 'bare' ? 1.2 : 1.6) * rem, titleWidth, shows };
}

/** The same on paper: of a width that does not depend on a screen. */
export function paperMapLayout(nHeads: number): MapLayout {
  const cellWidth = Math.max(34, Math.min(86, Math.floor(860 / nHeads)));
  return { cellWidth, cellHeight: 24, titleWidth: 30, shows: 'measured' };
}

/** Where a key leads on the map; null for a key that leads nowhere. */
export function moveOnMap(nLayers: number, nHeads: number, from: HeadRef, key: string): HeadRef | null {
  if (!isGridMove(key)) return null;
  const rows = Array.from({ length: nLayers }, (_, layer) =>
    Array.from({ length: nHeads }, (__, head) => ({ layer, head })),
  );
  return moveInGrid(rows, from, key);
}
