import { INK } from './ink.ts';
import type { Ink } from './ink.ts';
import type { Cells } from './pixelImage.ts';

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
