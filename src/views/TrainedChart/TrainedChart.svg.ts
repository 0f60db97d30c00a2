import { rule, scalesSvg } from '../picture/axes.ts';
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

function panelSvg(panel: Panel, ink: Ink): string {
  const { left, top, name, path, places } = panel;
  return [
    text(left, top - 14, name, { size: 10.5 }),
    ...scalesSvg(panel, ink),
    path === '' ? '' : `<path d="${path}" fill="none" stroke="${ink.accent}" stroke-width="1.2"/>`,
    ...places.map((place) =>
      rule(place.x, place.x, place.top, place.bottom, `stroke="${ink.accent}" stroke-width="1.6"`),
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
