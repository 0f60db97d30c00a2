import type { Ink } from '../../picture/ink.ts';
import { rect, text } from '../../picture/svg.ts';
import type { litPicture } from '../AttentionMatrix.picture.ts';

/** What is lit as SVG text, in the colours of the screen; paper has nothing lit. */
export function litParts({ boxes, names }: ReturnType<typeof litPicture>, size: number, ink: Ink): readonly string[] {
  return [
    ...boxes.map(({ axis, x, y, width, height }) =>
      rect(x, y, width, height, 'none', ` stroke="${ink[axis]}" stroke-width="1.6"`),
    ),
    ...names.map(({ axis, x, y, turn, words }) =>
      text(x, y, words, {
        size,
        font: 'mono',
        turn,
        isBold: true,
        fill: ink[axis],
        anchor: axis === 'query' ? 'end' : 'start',
      }),
    ),
  ];
}
