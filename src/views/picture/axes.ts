import type { Ink } from './ink.ts';
import { num, text } from './svg.ts';

/** A named place on an axis, in CSS pixels; `isFaint` where it cannot be had, `isOwn` where the model on screen stands. */
export type Tick = {
  readonly at: number;
  readonly text: string;
  readonly isFaint?: boolean;
  readonly isOwn?: boolean;
};

/** The axes of a line chart: where they lie and what stands at them, in CSS pixels from the chart's top left. */
export type Axes<XTick extends Tick = Tick> = {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly xTicks: readonly XTick[];
  readonly yTicks: readonly Tick[];
};

/** What the axes are of. */
export type AxisTitles = { readonly across: string; readonly upwards: string };

/** Axes with their names as SVG text; the upper name stands at `upwardsAt`. */
export function axesSvg(axes: Axes, { across, upwards }: AxisTitles, upwardsAt: number, ink: Ink): readonly string[] {
  const { left, right, bottom } = axes;
  return [
    ...scalesSvg(axes, ink),
    text((left + right) / 2, bottom + 31, across, { size: 10.5, anchor: 'middle' }),
    text(0, upwardsAt, upwards, { size: 10.5 }),
  ];
}

/** The same without names, as where several charts of one kind stand side by side. */
export function scalesSvg({ left, right, bottom, yTicks, xTicks }: Axes, ink: Ink): readonly string[] {
  const style = { size: 9.5, font: 'mono', fill: ink.muted } as const;
  return [
    ...yTicks.map(
      (tick) =>
        `${rule(left, right, tick.at, tick.at, `stroke="${ink.hairline}"`)}${text(left - 6, tick.at, tick.text, { ...style, anchor: 'end' })}`,
    ),
    rule(left, right, bottom, bottom, `stroke="${ink.line}"`),
    ...xTicks.map(
      ({ at, text: words, isFaint = false, isOwn = false }) =>
        `${rule(at, at, bottom, bottom + 4, `stroke="${ink.line}"`)}${text(at, bottom + 13, words, { ...style, anchor: 'middle', fill: isFaint ? ink.line : isOwn ? ink.ink : ink.muted })}`,
    ),
  ];
}

/** A straight line; `more` are its further attributes. */
export function rule(x1: number, x2: number, y1: number, y2: number, more: string): string {
  return `<line x1="${num(x1)}" x2="${num(x2)}" y1="${num(y1)}" y2="${num(y2)}" ${more}/>`;
}
