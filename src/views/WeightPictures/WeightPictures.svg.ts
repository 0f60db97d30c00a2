import { cellsBlock } from '../picture/cells.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { rampBlock } from '../picture/rampBlock.ts';
import { at, stacked, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import type { Scheme } from '../paint/ramp.ts';
import { sizeLegend } from '../parts/sizeLegend.ts';
import type { WeightPicturesPicture } from './WeightPictures.picture.ts';

/** Matrices with their names, norms and legend as SVG text. */
export async function weightPicturesBlock(
  { layout, matrices, ...scale }: WeightPicturesPicture,
  scheme: Scheme = 'light',
  ink: Ink = INK,
): Promise<Block> {
  const drawn = await Promise.all(
    matrices.map(async ({ place: { x, y, width, height }, cells, title, words }) => {
      const block = await cellsBlock(cells, width, height, false, ink);
      return [
        text(x, y - layout.above, title, { size: 9.5, font: 'mono', fill: ink.ink }),
        at(x, y, block),
        text(x, y + height + layout.under, words, { size: 9.5, fill: ink.muted }),
      ].join('\n');
    }),
  );
  const { width, height } = layout;
  return stacked([{ width, height, body: drawn.join('\n') }, rampBlock(sizeLegend('weights', scale, scheme), ink)], 10);
}
