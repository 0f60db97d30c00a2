import type { LegendTick } from '../parts/RampLegend.tsx';
import { INK } from './ink.ts';
import type { Ink } from './ink.ts';
import { num, rect, text } from './svg.ts';
import type { Block } from './svg.ts';
import { textWidth } from './textWidth.ts';

export type FigureLegend = {
  readonly title: string;
  /** The colour at a place from 0 to 1: the one that paints the cells. */
  readonly color: (share: number) => string;
  readonly ticks: readonly LegendTick[];
  /** What cells without a colour of the ramp are. */
  readonly notes: readonly { readonly fill: string; readonly text: string }[];
};

const BAR = 150;
const STOPS = 75;
const SIZE = 9.5;

/** A ramp with its numbers. Single steps, not a gradient: a gradient needs an id, and two figures on one page would share it. */
export function legendBlock({ title, color, ticks, notes }: FigureLegend, ink: Ink = INK): Block {
  const left = textWidth(title, SIZE, 'sans') + 16;
  const step = BAR / STOPS;
  const stops = Array.from({ length: STOPS }, (_, i) => rect(left + i * step, 0, step, 9, color(i / (STOPS - 1))));
  const numbers = ticks.map((tick) =>
    text(left + tick.share * BAR, 16, tick.text, { size: 8.5, font: 'mono', anchor: 'middle', fill: ink.muted }),
  );
  let x = left + BAR + 26;
  const swatches = notes.map((note) => {
    const part = `${rect(x, 0, 11, 9, note.fill, ` stroke="${ink.hairline}"`)}${text(x + 16, 4.5, note.text, { size: SIZE, fill: ink.muted })}`;
    x += 32 + textWidth(note.text, SIZE, 'sans');
    return part;
  });
  return {
    width: x,
    height: 21,
    body: [
      text(0, 4.5, title, { size: SIZE, fill: ink.muted }),
      `<g shape-rendering="crispEdges">${stops.join('')}</g>`,
      `<rect x="${num(left)}" y="0" width="${BAR}" height="9" fill="none" stroke="${ink.line}" stroke-width="0.5"/>`,
      ...numbers,
      ...swatches,
    ].join('\n'),
  };
}
