import type { Ink } from '../../picture/ink.ts';
import { text } from '../../picture/svg.ts';
import type { litPicture } from '../AttentionMatrix.picture.ts';
import { litBoxes } from '../AttentionMatrix.svg.ts';

/** What is lit as SVG text, in the colours of the screen; of it paper has the frames alone. */
export function litParts({ boxes, names }: ReturnType<typeof litPicture>, size: number, ink: Ink): readonly string[] {
  return [
    ...litBoxes(boxes, ink),
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
