import { paintCells } from '../paint/headPaint.ts';
import type { CellPaint } from '../paint/headPaint.ts';
import type { Cells } from './pixelImage.ts';

/** The colours of one head's cells, from the painters of the screen; a head larger than `maxSide` is pooled as a thumbnail is. */
export function headCells(paint: CellPaint, maxSide = Infinity): Cells {
  const { nQueries, nKeys } = paint.source;
  const [width, height] = [Math.min(nKeys, maxSide), Math.min(nQueries, maxSide)];
  const pixels = new Uint32Array(width * height);
  paintCells(pixels, width, height, paint);
  return { pixels, width, height };
}
