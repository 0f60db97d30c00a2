import { curveLayout } from '../PruningCurve/PruningCurve.layout.ts';
import type { CurveLayout, CurveLine, CurveSeries } from '../PruningCurve/PruningCurve.layout.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';
import { INK } from '../picture/ink.ts';
import { num, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';

/** What is left as heads are taken away, as the page draws it. */
export type CurveFigure = {
  readonly series: readonly CurveSeries[];
  readonly nHeads: number;
  /** The value with all heads. */
  readonly baseline: number;
  /** "loss, nats per token" */
  readonly quantity: string;
};

const WIDTH = 640;
const HEIGHT = 300;
const REM = 15;

/** Lines are told apart by their dashes as well: a print may be grey. */
const LOOKS: Readonly<Record<string, { readonly stroke: string; readonly dashes: string }>> = {
  importance: { stroke: INK.accent, dashes: '' },
  own: { stroke: INK.ink, dashes: '7 3' },
  random: { stroke: INK.muted, dashes: '2 3' },
};

export function curveFigure({ series, nHeads, baseline, quantity }: CurveFigure, words: FigureWords): Figure {
  const layout = curveLayout(series, nHeads, baseline, WIDTH, HEIGHT, REM);
  const { left, right, top, bottom } = layout;
  const rule = (x1: number, x2: number, y1: number, y2: number, more: string): string =>
    `<line x1="${num(x1)}" x2="${num(x2)}" y1="${num(y1)}" y2="${num(y2)}" ${more}/>`;
  const lines = layout.lines.map((line, index) => drawLine(line, series[index]?.name ?? '', layout));
  const drawn: Block = {
    width: WIDTH + 40,
    height: HEIGHT,
    body: [
      ...layout.yTicks.map(
        (tick) =>
          `${rule(left, right, tick.at, tick.at, `stroke="${INK.hairline}"`)}${text(left - 6, tick.at, tick.text, { size: 9.5, font: 'mono', anchor: 'end', fill: INK.muted })}`,
      ),
      rule(left, right, bottom, bottom, `stroke="${INK.line}"`),
      ...layout.xTicks.map(
        (tick) =>
          `${rule(tick.at, tick.at, bottom, bottom + 4, `stroke="${INK.line}"`)}${text(tick.at, bottom + 13, tick.text, { size: 9.5, font: 'mono', anchor: 'middle', fill: INK.muted })}`,
      ),
      text((left + right) / 2, bottom + 31, 'heads left', { size: 10.5, anchor: 'middle' }),
      text(0, top - 18, quantity, { size: 10.5 }),
      rule(left, right, layout.baseline, layout.baseline, `stroke="${INK.ink}" stroke-dasharray="2 3"`),
      text(right, layout.baseline - 7, 'all heads', { size: 9, anchor: 'end', fill: INK.muted }),
      ...lines,
    ].join('\n'),
  };
  return finished([drawn], words);
}

function drawLine({ id, path, band, places, label }: CurveLine, name: string, { hasDots }: CurveLayout): string {
  const { stroke, dashes } = LOOKS[id] ?? { stroke: INK.ink, dashes: '' };
  const dots = (hasDots ? places : places.slice(-1)).map(
    ({ x, y }) => `<circle cx="${num(x)}" cy="${num(y)}" r="2.4" fill="${stroke}"/>`,
  );
  return [
    band === '' ? '' : `<path d="${band}" fill="${stroke}" opacity="0.14"/>`,
    path === ''
      ? ''
      : `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="1.8" stroke-linejoin="round"${dashes === '' ? '' : ` stroke-dasharray="${dashes}"`}/>`,
    ...dots,
    label === null ? '' : text(label.x, label.y, name, { size: 10, fill: stroke, isBold: true }),
  ].join('');
}
