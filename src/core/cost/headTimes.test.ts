import { expect, test } from 'vitest';
import { timesOne } from './headTimes.ts';

test('a time is told by how many times that of one head it is, as sure as the less sure of the two', () => {
  const times = [
    { nHeads: 1, ms: 68, unrest: 0.02 },
    { nHeads: 8, ms: 79.56, unrest: 0.01 },
  ];
  expect(timesOne(times, 8)?.ratio).toBeCloseTo(1.17, 10);
  expect(timesOne(times, 8)?.unrest).toBe(0.02);
  expect(timesOne(times, 1)).toEqual({ ratio: 1, unrest: 0 });
});

test('without both there is no ratio', () => {
  const times = [{ nHeads: 8, ms: 79.56, unrest: 0.01 }];
  expect(timesOne(times, 8)).toBeNull();
  expect(timesOne([{ nHeads: 1, ms: 0, unrest: 0 }], 1)).toBeNull();
});
