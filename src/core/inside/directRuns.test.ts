import { describe, expect, test } from 'vitest';
import type { FrozenNorm, Unembedding } from './direct.ts';
import { overAverage } from './direct.ts';
import { checkParts, directOfOffered, meanSize, normedWhole, overMean, partOf, uncapped } from './directRuns.ts';

/** Two channels, three tokens; what the norm makes of (3, 1) at sigma 1: (1, -1), times gamma (2, 1). */
const NORM: FrozenNorm = { kind: 'layer', sigma: 1, gamma: Float32Array.of(2, 1), beta: Float32Array.of(0, 1) };
const TABLE: Unembedding = {
  weights: Float32Array.of(1, 0, -1, 0, 5, 1),
  layout: 'dim-token',
  d: 2,
  nTokens: 3,
  bias: Float32Array.of(0, 1, 2),
};
const STREAM = Float32Array.of(3, 1);
const sums = () => overAverage(normedWhole(STREAM, NORM), TABLE);
// (1 * 2 + 0) (1, 0, -1) + (-1 + 1) (0, 5, 1) + (0, 1, 2).
const SCORES = Float32Array.of(2, 1, 0);

describe('all parts of a stream', () => {
  test('add up to the scores, worked by hand; what all tokens get is not seen', () => {
    expect(checkParts(sums(), SCORES, TABLE.bias, null)).toEqual({ difference: 0, largest: 1 });
    expect(checkParts(sums(), Float32Array.of(9, 8, 7), TABLE.bias, null).difference).toBe(0);
    expect(checkParts(sums(), Float32Array.of(2, 1, 0.75), TABLE.bias, null).difference).toBeCloseTo(0.5, 6);
  });

  test('are compared below a cap', () => {
    const capped = SCORES.map((score) => 4 * Math.tanh(score / 4));
    expect(checkParts(sums(), capped, TABLE.bias, 4).difference).toBeLessThan(1e-6);
    expect(checkParts(sums(), capped, TABLE.bias, null).difference).toBeGreaterThan(0.01);
  });

  test('a cap is undone, worked by hand: 10 tanh(5 / 10) is 4.6212; at the cap itself there is nothing to undo', () => {
    const [five, none, cap] = uncapped(Float32Array.of(4.621172, 0, 10), 10);
    expect([five, none]).toEqual([expect.closeTo(5, 4), 0]);
    expect(cap).toBe(Infinity);
    expect(uncapped(SCORES, null)).toEqual(SCORES);
  });

  test('are of one vocabulary', () => {
    expect(() => checkParts(sums(), Float32Array.of(1), TABLE.bias, null)).toThrow('invalid scores: 1 of 3 tokens');
  });
});

test('keys give what they offer by their weights', () => {
  const offered = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect(directOfOffered(Float32Array.of(0.5, 0, 0.25), offered, Float64Array.of(1, -1))).toEqual(
    Float32Array.of(-0.5, 0, -0.25),
  );
});

test('scores over their mean, parts that are left, sizes on average', () => {
  expect([0, 1, 2].map(overMean(Float32Array.of(1, 2, 6)))).toEqual([-2, -1, 3]);
  expect(partOf(Float32Array.of(5, 1), Float32Array.of(2, 2))).toEqual(Float32Array.of(3, -1));
  expect(meanSize([-3, 1])).toBe(2);
});
