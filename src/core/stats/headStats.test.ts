import { describe, expect, test } from 'vitest';
import { contextOfStrings } from '../labels/testing/strings.ts';
import { measureHead } from '../labels/measure.ts';
import { makePattern, templateContext } from '../labels/testing/synthetic.ts';
import { headStats } from './headStats.ts';

/** Rows [CLS], a, b, c, [SEP]. */
const WORKED = [
  [1, 0, 0, 0, 0],
  [0.5, 0, 0.25, 0.25, 0],
  [0.25, 0.5, 0, 0.25, 0],
  [0, 0, 0.75, 0, 0.25],
  [0.2, 0.2, 0.2, 0.2, 0.2],
];
const context = contextOfStrings('[CLS] a b c [SEP]'.split(' '), false);
const pattern = Float64Array.from(WORKED.flat());
const stats = headStats(pattern, context, measureHead(pattern, context));

describe('a worked head on [CLS] a b c [SEP]', () => {
  const quarter = 0.25 * Math.log(4);
  const entropies = [2 * quarter + 0.5 * Math.LN2, 2 * quarter + 0.5 * Math.LN2, quarter + 0.75 * Math.log(4 / 3)];
  const mean = entropies.reduce((sum, entropy) => sum + entropy, 0) / 3;

  test('has the mean entropy of its three content rows, in nats, as a ratio to ln 5, and as a number of keys', () => {
    expect(stats.entropyNats).toBeCloseTo(mean, 12);
    expect(stats.entropyRatio).toBeCloseTo(mean / Math.log(5), 12);
    expect(stats.effectiveKeys).toBeCloseTo(Math.exp(mean), 12);
  });

  test('has the confidence of all five rows: (1 + 0.5 + 0.5 + 0.75 + 0.2 - 1) / (5 - 1)', () => {
    expect(stats.confidence).toBeCloseTo(1.95 / 4, 12);
  });

  test('rests (0.5 + 0.25 + 0.25) / 3 on its special tokens and peaks at 0.75', () => {
    expect(stats.sinkMass).toBeCloseTo(1 / 3, 12);
    expect(stats.maxWeight).toBe(0.75);
  });

  test('looks (0.25 + 0.5 + 0.5 + 0.25 + 0.75) / 2 = 1.125 tokens far between content tokens', () => {
    // Rows a and c have keys at distance 0, 1, 2. Row b has 1, 0, 1. Content masses: 0.5, 0.75, 0.75.
    expect(stats.meanDistance).toBeCloseTo((0.25 * 1 + 0.25 * 2 + 0.5 * 1 + 0.25 * 1 + 0.75 * 1) / 2, 12);
    expect(stats.meanDistanceUniform).toBeCloseTo((0.5 * 1 + 0.75 * (2 / 3) + 0.75 * 1) / 2, 12);
  });

  test('looks hardest at the token before in all three rows', () => {
    expect(stats.argmaxOffset).toBe(-1);
    expect(stats.argmaxAgreement).toBe(1);
  });
});

test('even attention has all keys in effect, no confidence, the expected distance and no hardest key', () => {
  const even = templateContext('B1');
  const head = makePattern(even, 'B1', [['uniform', null, 1]], 0, 1);
  const found = headStats(head, even, measureHead(head, even));
  expect(found.effectiveKeys).toBeCloseTo(16, 9);
  expect(found.entropyRatio).toBeCloseTo(1, 12);
  expect(found.confidence).toBeCloseTo(0, 12);
  expect(found.sinkMass).toBeCloseTo(2 / 16, 12);
  expect(found.meanDistance).toBeCloseTo(found.meanDistanceUniform, 12);
  expect(found.argmaxOffset).toBeNaN();
  expect(found.argmaxAgreement).toBe(0);
});

test('a text without sinks has a sink mass of 0', () => {
  const bare = contextOfStrings('a b c d'.split(' '), false);
  const head = new Float32Array(16).fill(0.25);
  expect(headStats(head, bare, measureHead(head, bare)).sinkMass).toBe(0);
});
