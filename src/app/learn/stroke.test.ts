import { expect, test } from 'vitest';
import { beginStroke } from './stroke.ts';

/** Four columns, 20 wide and 100 high, their middles at 10, 30, 50 and 70. */
const BOXES = [0, 20, 40, 60].map((left) => ({ left, right: left + 20, top: 100, bottom: 200 }));

/** What a stroke through these places leaves in the columns. */
function drawn(...places: readonly (readonly [x: number, y: number])[]): readonly (number | undefined)[] {
  const stroke = beginStroke(BOXES);
  const left: (number | undefined)[] = BOXES.map(() => undefined);
  for (const [x, y] of places) for (const [n, value] of stroke({ x, y })) left[n] = value;
  return left;
}

test.each<[string, readonly (readonly [number, number])[], readonly (number | undefined)[]]>([
  ['a tap sets one column', [[35, 150]], [undefined, 0.5, undefined, undefined]],
  [
    'a slope has its height in the middle of each column',
    [
      [10, 190],
      [70, 130],
    ],
    [0.1, 0.3, 0.5, 0.7],
  ],
  [
    'so it does in small steps',
    Array.from({ length: 61 }, (_, at) => [10 + at, 190 - at] as const),
    [0.1, 0.3, 0.5, 0.7],
  ],
  [
    'and from right to left',
    [
      [70, 130],
      [52, 148],
      [38, 162],
      [10, 190],
    ],
    [0.1, 0.3, 0.5, 0.7],
  ],
  [
    'the first column stays as it was left',
    [
      [10, 120],
      [30, 180],
    ],
    [0.8, 0.2, undefined, undefined],
  ],
  [
    'up and down in one place follows the pen',
    [
      [12, 120],
      [12, 160],
      [12, 130],
    ],
    [0.7, undefined, undefined, undefined],
  ],
  [
    'so it does at the edge of a column',
    [
      [2, 120],
      [2, 160],
    ],
    [0.4, undefined, undefined, undefined],
  ],
  [
    'beyond the ends there is nothing',
    [
      [50, 20],
      [52, 290],
      [90, 290],
    ],
    [undefined, undefined, 0, 0],
  ],
])('%s', (_, places, columns) => {
  const shown = drawn(...places).map((value) => (value === undefined ? value : Math.round(1000 * value) / 1000));
  expect(shown).toEqual(columns);
});
