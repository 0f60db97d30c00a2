import type { RampLegendProps } from '../parts/RampLegend.tsx';
import { INK } from './ink.ts';
import type { Ink } from './ink.ts';
import { legendBlock } from './legend.ts';
import type { Block } from './svg.ts';

/** The legend of a picture, where what is hatched on screen has one flat colour. */
export function rampBlock({ notes = [], ...legend }: RampLegendProps, ink: Ink = INK): Block {
  const fills = { faint: ink.wash, hatched: ink.leftOut } as const;
  return legendBlock({ ...legend, notes: notes.map(({ swatch, text }) => ({ fill: fills[swatch], text })) }, ink);
}
