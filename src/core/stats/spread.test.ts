import { expect, test } from 'vitest';
import { spreadOf } from './spread.ts';

test('the spread of 2, 4 and 9 is 2 to 9 about their mean of 5, squares of 9, 1 and 16 over two', () => {
  const spread = spreadOf([4, 2, 9]);
  expect(spread).toMatchObject({ count: 3, least: 2, largest: 9 });
  expect(spread.deviation).toBeCloseTo(Math.sqrt(13), 12);
});

test('what is not finite does not count; one number has no deviation, none has nothing', () => {
  expect(spreadOf([Number.NaN, -3, Infinity])).toEqual({ count: 1, least: -3, largest: -3, deviation: Number.NaN });
  const nothing = { count: 0, least: Number.NaN, largest: Number.NaN, deviation: Number.NaN };
  expect(spreadOf([])).toEqual(nothing);
});
