import { expect, test } from 'vitest';
import { valuesOff } from './valuesOff.ts';

const rows = (...numbers: readonly number[]): Float32Array => Float32Array.from(numbers);

/** Two heads of one channel; x W = [x0 + x1, 2 x1], and [10, 20] on top. */
const RUN = {
  read: rows(1, 2, 3, 4, 0, 1),
  // [head, key, channel]
  value: rows(13, 17, 11, 24, 28, 22),
  weights: rows(1, 0, 1, 2),
  bias: rows(10, 20),
  d: 2,
  nKeyHeads: 2,
  dV: 1,
  nKeys: 3,
} as const;

test('what is added to all values does not matter, where there are several', () => {
  expect(valuesOff(RUN)).toBe(0);
  expect(valuesOff({ ...RUN, bias: null })).toBe(0);
});

test('one token alone is held to the bias too', () => {
  const alone = { ...RUN, read: rows(1, 2), value: rows(13, 24), nKeys: 1 };
  expect(valuesOff(alone)).toBe(0);
  expect(valuesOff({ ...alone, bias: null })).toBeCloseTo(20 / 24, 6);
});

test('other weights are told by a part of the largest difference, and values that say nothing by infinity', () => {
  // Of the second token 8 in the place of 4 more than of the first; the largest is 4.
  expect(valuesOff({ ...RUN, weights: rows(1, 0, 1, 4) })).toBe(1);
  expect(valuesOff({ ...RUN, value: rows(1, 1, 1, 1, 1, 1) })).toBe(Infinity);
});
