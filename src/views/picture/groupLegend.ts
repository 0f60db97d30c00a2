import { clusterColor } from '../paint/clusterColors.ts';
import { inkOn } from '../paint/inkOn.ts';
import type { Scheme } from '../paint/ramp.ts';
import type { GroupLegendProps } from '../parts/GroupLegend.tsx';
import { INK } from './ink.ts';
import type { Ink } from './ink.ts';
import { rect, text } from './svg.ts';
import type { Block } from './svg.ts';
import { textWidth } from './textWidth.ts';

const SIZE = 9.5;
const SWATCH = 12;

/** What the colours of groups stand for, with how many heads are in each, in one line. */
export function groupLegendBlock({ title, groups }: GroupLegendProps, scheme: Scheme = 'light', ink: Ink = INK): Block {
  let x = textWidth(title, SIZE, 'sans') + 16;
  const parts = groups.map(({ place, mark, words, count }) => {
    const color = clusterColor(scheme, place);
    const said = `${words} ${count}`;
    const swatch = rect(x, 0, SWATCH, SWATCH, color);
    const letter = text(x + SWATCH / 2, SWATCH / 2, mark, {
      size: 8,
      font: 'mono',
      anchor: 'middle',
      fill: inkOn(color),
    });
    const name = text(x + SWATCH + 5, SWATCH / 2, said, { size: SIZE, fill: ink.muted });
    x += SWATCH + 19 + textWidth(said, SIZE, 'sans');
    return `${swatch}${mark === '' ? '' : letter}${name}`;
  });
  return {
    width: x,
    height: SWATCH + 2,
    body: [text(0, SWATCH / 2, title, { size: SIZE, fill: ink.muted }), ...parts].join('\n'),
  };
}
