import { axesSvg, rule } from '../picture/axes.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { num, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import type { CostPicture, DrawnCost } from './CostChart.picture.ts';

const ROW = 16;

/** What more heads cost as SVG text, its legend below. */
export function costBlock(picture: CostPicture, ink: Ink = INK): Block {
  const { width, height, layout, ownName, lines } = picture;
  const { left, right, top, bottom, own } = layout;
  const isLate = own > (left + right) / 2;
  return {
    width,
    height: height + ROW * lines.length,
    body: [
      ...axesSvg(layout, picture, 8, ink),
      rule(own, own, top - 6, bottom, `stroke="${ink.line}"`),
      text(own + (isLate ? -4 : 4), top - 10, ownName, { size: 9, anchor: isLate ? 'end' : 'start', fill: ink.muted }),
      ...lines.map((line) => lineSvg(line, ink)),
      ...lines.map((line, at) => keySvg(line, height + ROW * at + ROW / 2, ink)),
    ].join('\n'),
  };
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
