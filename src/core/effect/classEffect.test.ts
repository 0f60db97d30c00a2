import { expect, test } from 'vitest';
import { createBaseline } from './baseline.ts';
import { classScoring, withRight } from './classEffect.ts';
import { combineSummaries } from './combine.ts';

const scores = (...values: number[]) => Float32Array.from(values);

/** One input of three classes, as its gauge compares it. */
function summaryOf(label: number | null, before: Float32Array, after: Float32Array) {
  const { targets, positions } = classScoring(label);
  const baseline = createBaseline({ nTokens: 1, nVocab: 3, data: before }, targets, positions);
  return withRight(baseline.compare(after), label, before, after);
}

test('a classifier is scored by the true class, and told whether it was the most probable one before and after', () => {
  // Probabilities 1/2, 1/4, 1/4 and then 1/8, 5/8, 1/4.
  const before = scores(Math.log(2), 0, 0);
  const after = scores(0, Math.log(5), Math.log(2));
  const found = summaryOf(0, before, after);
  expect(found).toMatchObject({ nScored: 1, nPositions: 1, nFlips: 1, right: { before: 1, after: 0 } });
  expect(found.lossBefore).toBeCloseTo(Math.log(2), 6);
  expect(found.lossAfter).toBeCloseTo(Math.log(8), 6);
  // 1/2 ln 4 + 1/4 ln (2/5) + 0
  expect(found.meanKl).toBeCloseTo(Math.log(4) / 2 + Math.log(2 / 5) / 4, 6);
  expect(summaryOf(1, before, after).right).toEqual({ before: 0, after: 1 });
});

test('an input whose class nobody knows is compared and not scored', () => {
  const found = summaryOf(null, scores(2, 1, 0), scores(1, 2, 0));
  expect(found).toMatchObject({ nScored: 0, nPositions: 1, nFlips: 1 });
  expect(found.lossBefore).toBeNaN();
  expect('right' in found).toBe(false);
});

test('inputs named rightly are counted together', () => {
  const one = summaryOf(0, scores(2, 1, 0), scores(1, 2, 0));
  const other = summaryOf(1, scores(0, 3, 1), scores(0, 2, 1));
  expect(combineSummaries([one, other]).right).toEqual({ before: 2, after: 1 });
  expect('right' in combineSummaries([summaryOf(null, scores(1, 0, 0), scores(0, 1, 0))])).toBe(false);
});
