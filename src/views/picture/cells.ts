import { INK } from './ink.ts';
import type { Ink } from './ink.ts';
import { num, rect } from './svg.ts';
import type { Block } from './svg.ts';
import { pixelImage } from './pixelImage.ts';
import type { Cells } from './pixelImage.ts';

/** Cells a side up to which a head is drawn as paths, sharp at any size; larger ones become an image. */
export const MAX_VECTOR_SIDE = 96;

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
 * One path a colour, in units of cells: runs of one colour in a row become one rectangle, and the colour of most cells
 * lies under all of them.
 */
export function cellPaths({ pixels, width, height }: Cells, ink: Ink = INK): string {
  const background = mostFrequent(pixels);
  const runs = new Map<number, string[]>();
  for (let y = 0; y < height; y++) {
    let x = 0;
    while (x < width) {
      const start = x;
      const pixel = pixels[y * width + x] ?? 0;
      while (x < width && pixels[y * width + x] === pixel) x++;
      if (pixel === background) continue;
      const known = runs.get(pixel) ?? [];
      runs.set(pixel, known);
      known.push(`M${start} ${y}h${x - start}v1h${start - x}z`);
    }
  }
  const paths = Array.from(runs, ([pixel, d]) => `<path fill="${colorOf(pixel, ink)}" d="${d.join('')}"/>`);
  return `<path fill="${colorOf(background, ink)}" d="M0 0h${width}v${height}h${-width}z"/>${paths.join('')}`;
}

function mostFrequent(pixels: Uint32Array): number {
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

function colorOf(pixel: number, ink: Ink): string {
  if (pixel === 0) return ink.leftOut;
  const byte = (shift: number): string => ((pixel >>> shift) & 255).toString(16).padStart(2, '0');
  return `#${byte(0)}${byte(8)}${byte(16)}`;
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
