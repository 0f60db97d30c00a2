import { axesSvg, rule } from '../picture/axes.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { num, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import type { CurvePicture, DrawnLine } from './PruningCurve.picture.ts';

/** Curves as SVG text. */
export function curveBlock(picture: CurvePicture, ink: Ink = INK): Block {
  const { width, height, layout, lines } = picture;
  const { left, right, top } = layout;
  return {
    // Names of lines may reach beyond the chart.
    width: width + 40,
    height,
    body: [
      ...axesSvg(layout, picture, top - 18, ink),
      rule(left, right, layout.baseline, layout.baseline, `stroke="${ink.ink}" stroke-dasharray="2 3"`),
      text(right, layout.baseline - 7, 'all heads', { size: 9, anchor: 'end', fill: ink.muted }),
      ...lines.map((line) => lineSvg(line, ink)),
    ].join('\n'),
  };
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
