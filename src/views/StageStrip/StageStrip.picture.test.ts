import { expect, test } from 'vitest';
import { DARK } from '../picture/testing/dark.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { textWidth } from '../picture/textWidth.ts';
import { moveOnStrip, stripPicture } from './StageStrip.picture.ts';
import type { StageGroup } from './StageStrip.picture.ts';
import { stripBlock } from './StageStrip.svg.ts';

const GROUPS: readonly StageGroup[] = [
  {
    name: 'reads',
    stages: [
      { id: 'stream', number: 0, name: 'what stands here', value: '2.24 long', unit: '', mark: 'model' },
      { id: 'read', number: 1, name: 'what it reads', value: '11.3 long', unit: '', mark: 'derived' },
    ],
  },
  {
    name: 'compares',
    stages: [
      { id: 'rotation', number: 2, name: 'turned by place', value: 'none', unit: '', mark: 'none' },
      { id: 'raw', number: 3, name: 'raw product', value: '52.29', unit: 'no unit', mark: 'derived' },
      { id: 'score', number: 4, name: 'score', value: '×', unit: '', mark: 'nowhere' },
    ],
  },
];

const draw = (scheme: 'light' | 'dark'): string => {
  const ink = scheme === 'dark' ? DARK : undefined;
  return standalone(stripBlock(stripPicture(GROUPS, 'raw'), ink), ink);
};

testPictures(import.meta.dirname, { strip: () => draw('light'), 'strip-dark': () => draw('dark') });

test('a step is read out by its number, its name, its value with the unit and where it comes from', () => {
  const [reads, compares] = stripPicture(GROUPS, 'raw');
  expect(reads?.boxes.map(({ words }) => words)).toEqual([
    'stage 0 of 4, what stands here, 2.24 long, the model’s own',
    'stage 1 of 4, what it reads, 11.3 long, worked out and checked',
  ]);
  expect(compares?.boxes.map(({ words }) => words)).toEqual([
    'stage 2 of 4, turned by place, not in this model',
    'stage 3 of 4, raw product, 52.29, no unit, worked out and checked',
    'stage 4 of 4, score, cannot be had',
  ]);
});

test.each([
  ['ArrowRight', 'read', 'rotation'],
  ['ArrowLeft', 'rotation', 'read'],
  ['ArrowLeft', 'stream', 'stream'],
  ['ArrowRight', 'score', 'score'],
  ['Home', 'raw', 'stream'],
  ['End', 'raw', 'score'],
  ['x', 'raw', null],
])('%s leads from %s to %s, over the ends of groups', (key, from, to) => {
  expect(moveOnStrip(GROUPS, from, key)).toBe(to);
});

test('boxes of a figure are as wide as the longest of what stands in them, and begin behind the longest name of a group', () => {
  const long = { id: 'after', number: 17, name: 'what stands here then, at the end', value: '17.31 long', unit: '' };
  const groups: readonly StageGroup[] = [{ name: 'and writes at length', stages: [{ ...long, mark: 'model' }] }];
  const body = stripBlock(stripPicture(groups, 'after')).body;
  const [, left, width] = /<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/.exec(body) ?? [];
  expect(Number(width)).toBeGreaterThan(textWidth(`17 ${long.name}`, 8.5, 'sans'));
  expect(Number(left)).toBeGreaterThan(textWidth('and writes at length', 10.5, 'sans'));
});
