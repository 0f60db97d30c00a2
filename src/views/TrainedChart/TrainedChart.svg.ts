import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { num, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import type { TrainedPicture } from './TrainedChart.picture.ts';

type Panel = TrainedPicture['panels'][number];

const ROW = 18;

/** Models with more and fewer heads as SVG text, the legend below. */
export function trainedBlock({ width, height, panels, legend }: TrainedPicture, ink: Ink = INK): Block {
  const body = [
    ...panels.map((panel) => panelSvg(panel, ink)),
    text(
      0,
      height + ROW / 2,
      `Across: heads a layer. ${legend.map(({ mark, words }) => `${SIGN[mark]} ${words}`).join(', ')}.`,
      {
        size: 10,
      },
    ),
  ].join('\n');
  return { width, height: height + ROW, body };
}

const SIGN = { mean: '●', spread: '|', seed: '○' } as const;

function panelSvg({ left, right, top, bottom, name, xTicks, yTicks, path, places }: Panel, ink: Ink): string {
  const style = { size: 9.5, font: 'mono', fill: ink.muted } as const;
  return [
    text(left, top - 14, name, { size: 10.5 }),
    ...yTicks.map(
      (tick) =>
        `${rule(left, right, tick.at, tick.at, ink.hairline)}${text(left - 6, tick.at, tick.text, { ...style, anchor: 'end' })}`,
    ),
    rule(left, right, bottom, bottom, ink.line),
    ...xTicks.map((tick) =>
      text(tick.at, bottom + 13, tick.text, { ...style, anchor: 'middle', fill: tick.isOwn ? ink.ink : ink.muted }),
    ),
    path === '' ? '' : `<path d="${path}" fill="none" stroke="${ink.accent}" stroke-width="1.2"/>`,
    ...places.map(
      (place) =>
        `<line x1="${num(place.x)}" x2="${num(place.x)}" y1="${num(place.top)}" y2="${num(place.bottom)}" stroke="${ink.accent}" stroke-width="1.6"/>`,
    ),
    ...places.flatMap(({ x, seeds }) =>
      seeds.length < 2
        ? []
        : seeds.map(
            (y) =>
              `<circle cx="${num(x)}" cy="${num(y)}" r="2.6" fill="${ink.paper}" stroke="${ink.accent}" stroke-width="1.1"/>`,
          ),
    ),
    ...places.map(({ x, mean }) => `<circle cx="${num(x)}" cy="${num(mean)}" r="3.6" fill="${ink.accent}"/>`),
  ].join('');
}

function rule(x1: number, x2: number, y1: number, y2: number, color: string): string {
  return `<line x1="${num(x1)}" x2="${num(x2)}" y1="${num(y1)}" y2="${num(y2)}" stroke="${color}"/>`;
}
