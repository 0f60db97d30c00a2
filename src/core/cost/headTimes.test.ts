import { expect, test } from 'vitest';
import { timeRatio } from './headTimes.ts';

test('a time is told by how many times that of the fewest heads it is, as sure as the less sure of the two', () => {
  const times = [
    { nHeads: 1, ms: 68, unrest: 0.02 },
    { nHeads: 4, ms: 72, unrest: 0.03 },
    { nHeads: 8, ms: 79.56, unrest: 0.01 },
  ];
  expect(timeRatio(times, 8, 1)?.ratio).toBeCloseTo(1.17, 10);
  expect(timeRatio(times, 8, 1)?.unrest).toBe(0.02);
  expect(timeRatio(times, 1, 1)).toEqual({ ratio: 1, unrest: 0 });
  expect(timeRatio(times, 8, 4)?.ratio).toBeCloseTo(1.105, 10);
  expect(timeRatio(times, 8, 4)?.unrest).toBe(0.03);
  expect(timeRatio(times, 4, 4)).toEqual({ ratio: 1, unrest: 0 });
});

test('without both there is no ratio', () => {
  const times = [{ nHeads: 8, ms: 79.56, unrest: 0.01 }];
  expect(timeRatio(times, 8, 1)).toBeNull();
  expect(timeRatio([{ nHeads: 1, ms: 0, unrest: 0 }], 1, 1)).toBeNull();
});
