import { INK } from '../ink.ts';
import type { Ink } from '../ink.ts';
import { at, FONTS, num, rect } from '../svg.ts';
import type { Block } from '../svg.ts';

const MARGIN = 8;

/** A picture as a file of its own, on its paper, so that a browser shows it as it is meant. Fonts are named in short: the file stays small. */
export function standalone(block: Block, ink: Ink = INK): string {
  const [width, height] = [num(block.width + 2 * MARGIN), num(block.height + 2 * MARGIN)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="10" fill="${ink.ink}">`,
    rect(0, 0, Number(width), Number(height), ink.paper),
    at(MARGIN, MARGIN, block).replaceAll(FONTS.mono, 'monospace'),
    '</svg>',
  ].join('\n');
}
