import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { num, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import type { CurvePicture, DrawnLine } from './PruningCurve.picture.ts';

/** Curves as SVG text. */
export function curveBlock(picture: CurvePicture, ink: Ink = INK): Block {
  const { width, height, layout, across, upwards, lines } = picture;
  const { left, right, top, bottom } = layout;
  return {
    // Names of lines may reach beyond the chart.
    width: width + 40,
    height,
    body: [
      ...ticksSvg(picture, ink),
      text((left + right) / 2, bottom + 31, across, { size: 10.5, anchor: 'middle' }),
      text(0, top - 18, upwards, { size: 10.5 }),
      rule(left, right, layout.baseline, layout.baseline, `stroke="${ink.ink}" stroke-dasharray="2 3"`),
      text(right, layout.baseline - 7, 'all heads', { size: 9, anchor: 'end', fill: ink.muted }),
      ...lines.map((line) => lineSvg(line, ink)),
    ].join('\n'),
  };
}

function ticksSvg({ layout: { left, right, bottom, yTicks, xTicks } }: CurvePicture, ink: Ink): readonly string[] {
  const style = { size: 9.5, font: 'mono', fill: ink.muted } as const;
  return [
    ...yTicks.map(
      (tick) =>
        `${rule(left, right, tick.at, tick.at, `stroke="${ink.hairline}"`)}${text(left - 6, tick.at, tick.text, { ...style, anchor: 'end' })}`,
    ),
    rule(left, right, bottom, bottom, `stroke="${ink.line}"`),
    ...xTicks.map(
      (tick) =>
        `${rule(tick.at, tick.at, bottom, bottom + 4, `stroke="${ink.line}"`)}${text(tick.at, bottom + 13, tick.text, { ...style, anchor: 'middle' })}`,
    ),
  ];
}

function rule(x1: number, x2: number, y1: number, y2: number, more: string): string {
  return `<line x1="${num(x1)}" x2="${num(x2)}" y1="${num(y1)}" y2="${num(y2)}" ${more}/>`;
}

function lineSvg({ path, band, dots, label, name, tone, dashes }: DrawnLine, ink: Ink): string {
  const stroke = ink[tone];
  return [
    band === '' ? '' : `<path d="${band}" fill="${stroke}" opacity="0.14"/>`,
    path === ''
      ? ''
      : `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="1.8" stroke-linejoin="round"${dashes === '' ? '' : ` stroke-dasharray="${dashes}"`}/>`,
    ...dots.map(({ x, y }) => `<circle cx="${num(x)}" cy="${num(y)}" r="2.4" fill="${stroke}"/>`),
    label === null ? '' : text(label.x, label.y, name, { size: 10, fill: stroke, isBold: true }),
  ].join('');
}
