import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { num, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import type { CostPicture, DrawnCost } from './CostChart.picture.ts';

const ROW = 16;

/** What more heads cost as SVG text, its legend below. */
export function costBlock(picture: CostPicture, ink: Ink = INK): Block {
  const { width, height, layout, across, upwards, ownName, lines } = picture;
  const { left, right, top, bottom, own } = layout;
  const isLate = own > (left + right) / 2;
  return {
    width,
    height: height + ROW * lines.length,
    body: [
      ...ticksSvg(picture, ink),
      text((left + right) / 2, bottom + 31, across, { size: 10.5, anchor: 'middle' }),
      text(0, 8, upwards, { size: 10.5 }),
      rule(own, own, top - 6, bottom, `stroke="${ink.line}"`),
      text(own + (isLate ? -4 : 4), top - 10, ownName, { size: 9, anchor: isLate ? 'end' : 'start', fill: ink.muted }),
      ...lines.map((line) => lineSvg(line, ink)),
      ...lines.map((line, at) => keySvg(line, height + ROW * at + ROW / 2, ink)),
    ].join('\n'),
  };
}

function ticksSvg({ layout: { left, right, bottom, yTicks, xTicks } }: CostPicture, ink: Ink): readonly string[] {
  const style = { size: 9.5, font: 'mono', fill: ink.muted } as const;
  return [
    ...yTicks.map(
      (tick) =>
        `${rule(left, right, tick.at, tick.at, `stroke="${ink.hairline}"`)}${text(left - 6, tick.at, tick.text, { ...style, anchor: 'end' })}`,
    ),
    rule(left, right, bottom, bottom, `stroke="${ink.line}"`),
    ...xTicks.map(({ at, text: words, isRefused }) =>
      [
        rule(at, at, bottom, bottom + 4, `stroke="${ink.line}"`),
        text(at, bottom + 13, words, { ...style, anchor: 'middle', fill: isRefused ? ink.line : ink.muted }),
      ].join(''),
    ),
  ];
}

function rule(x1: number, x2: number, y1: number, y2: number, more: string): string {
  return `<line x1="${num(x1)}" x2="${num(x2)}" y1="${num(y1)}" y2="${num(y2)}" ${more}/>`;
}

function lineSvg({ path, places, tone, dashes, isMeasured }: DrawnCost, ink: Ink): string {
  const dots = isMeasured ? places : places.slice(-1);
  return [
    path === '' ? '' : `<path d="${path}" fill="none" ${stroke(ink[tone], dashes, isMeasured)}/>`,
    ...dots.map(
      ({ x, y }) => `<circle cx="${num(x)}" cy="${num(y)}" r="${isMeasured ? 3.2 : 2.4}" fill="${ink[tone]}"/>`,
    ),
  ].join('');
}

function keySvg({ name, tone, dashes, isMeasured, end }: DrawnCost, y: number, ink: Ink): string {
  return [
    rule(0, 26, y, y, stroke(ink[tone], dashes, isMeasured)),
    isMeasured ? `<circle cx="13" cy="${num(y)}" r="3.2" fill="${ink[tone]}"/>` : '',
    text(32, y, `${name}${end === '' ? '' : `: ${end}`}`, { size: 10, fill: ink.ink }),
  ].join('');
}

function stroke(color: string, dashes: string, isMeasured: boolean): string {
  return `stroke="${color}" stroke-width="${isMeasured ? 1 : 1.8}"${dashes === '' ? '' : ` stroke-dasharray="${dashes}"`}`;
}
