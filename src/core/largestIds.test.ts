import { expect, test } from 'vitest';
import { largestIds, smallestIds } from './largestIds.ts';

test('largest and smallest, equals by id', () => {
  const values = Float64Array.of(3, 7, -1, 7, 3, -1);
  expect(largestIds(values, 3)).toEqual([1, 3, 0]);
  expect(smallestIds(values, 3)).toEqual([2, 5, 0]);
  expect(largestIds(values.subarray(0, 2), 10)).toEqual([1, 0]);
  expect(largestIds(values, 0)).toEqual([]);
});
