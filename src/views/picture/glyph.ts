import type { LabelGlyph } from '../../core/labels/words.ts';
import { GLYPH_PATHS } from '../parts/Glyph.tsx';
import { num } from './svg.ts';

/** The sign of a label in a box of the given side. */
export function glyph(shape: LabelGlyph, x: number, y: number, side: number, stroke: string): string {
  return `<path transform="translate(${num(x)} ${num(y)}) scale(${num(side / 12)})" d="${GLYPH_PATHS[shape]}" fill="none" stroke="${stroke}" stroke-width="1.7" stroke-linecap="round"/>`;
}
