import { INK } from './ink.ts';
import type { Ink } from './ink.ts';
import { cellPaths } from './cellPaths.ts';
import { num, rect } from './svg.ts';
import type { Block } from './svg.ts';
import { pixelImage } from './pixelImage.ts';
import type { Cells } from './pixelImage.ts';

/** Cells a side up to which a head is drawn as paths, sharp at any size; larger ones become an image. */
const MAX_VECTOR_SIDE = 96;

/** Cells drawn in a box of width x height. */
export async function cellsBlock(
  cells: Cells,
  width: number,
  height: number,
  isVector = true,
  ink: Ink = INK,
): Promise<Block> {
  const asPaths = isVector && Math.max(cells.width, cells.height) <= MAX_VECTOR_SIDE;
  const inside = asPaths
    ? `<g shape-rendering="crispEdges" transform="scale(${scaleOf(width, cells.width)} ${scaleOf(height, cells.height)})">${cellPaths(cells, ink)}</g>`
    : await cellImage(cells, width, height, ink);
  const frame = rect(0, 0, width, height, 'none', ` stroke="${ink.line}" stroke-width="0.5"`);
  return { width, height, body: `${inside}${frame}` };
}

function scaleOf(size: number, nCells: number): string {
  return String(Math.round((size / nCells) * 1e6) / 1e6);
}

/**
 * An image with every cell enlarged by a whole number, at least as fine as its box at twice its size: programs that smooth
 * images blur the edges of the cells then, and not the cells.
 */
async function cellImage(cells: Cells, width: number, height: number, ink: Ink): Promise<string> {
  const factor = Math.max(1, Math.min(8, Math.ceil((2 * width) / cells.width)));
  const data = await pixelImage(cells, factor, Number.parseInt(ink.leftOut.slice(1), 16));
  return `<image width="${num(width)}" height="${num(height)}" preserveAspectRatio="none" image-rendering="pixelated" href="${data}"/>`;
}
