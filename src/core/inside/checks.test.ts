import { describe, expect, test } from 'vitest';
import { finish } from '../slices.ts';
import { biasIn, checkedQueries, compareContext, compareOutput, compareWeights } from './checks.ts';
import { constantWritten } from './constantWritten.ts';

/** Two heads of one key head, one query, three keys, one channel: the products are 2, 4, 6 and -1, -2, -3. */
const sizes = { nHeads: 2, nKeyHeads: 1, nQueries: 1, nKeys: 3 };
const query = Float32Array.of(2, -1);
const key = Float32Array.of(1, 2, 3);
const scoring = { query, key, scale: 0.5, softCap: null, bias: null };
/** A softmax, by hand. */
const shares = (...scores: readonly number[]): number[] => {
  const exps = scores.map(Math.exp);
  return exps.map((each) => each / exps.reduce((sum, value) => sum + value, 0));
};
const plain = Float32Array.from([...shares(1, 2, 3), ...shares(-0.5, -1, -1.5)]);

describe('weights', () => {
  test('of scaled products differ from none of their own softmax, and one scale says all of them', () => {
    const found = finish(compareWeights(sizes, scoring, plain, [0]));
    expect(found.difference).toBeLessThan(1e-7);
    expect(found.residual).toBeLessThan(1e-3);
  });

  test('of another scale differ', () => {
    const found = finish(compareWeights(sizes, { ...scoring, scale: 1 }, plain, [0]));
    expect(found.difference).toBeGreaterThan(0.1);
  });

  test('that leave a key out are compared over the others', () => {
    const masked = Float32Array.from([...shares(1, 2), 0, 0, ...shares(-1, -1.5)]);
    expect(finish(compareWeights(sizes, scoring, masked, [0])).difference).toBeLessThan(1e-7);
  });

  test('of which a sink takes a fourth are compared with three fourths of a softmax', () => {
    const rest = plain.map((weight) => weight * 0.75);
    expect(finish(compareWeights(sizes, scoring, rest, [0])).difference).toBeLessThan(1e-7);
  });

  test('of scores with a bias leave a residual, and the bias is what the scores hold besides', () => {
    const bias = [0, -3, 1, 2, 0, 0];
    const scores = Float32Array.from([1, 2, 3, -0.5, -1, -1.5].map((score, at) => score + bias[at]!));
    const weights = Float32Array.from([...shares(...scores.slice(0, 3)), ...shares(...scores.slice(3))]);
    expect(finish(compareWeights(sizes, scoring, weights, [0])).residual).toBeGreaterThan(0.1);
    const found = finish(biasIn(sizes, scoring, scores, weights));
    expect([...found]).toEqual(bias);
    expect(finish(compareWeights(sizes, { ...scoring, bias: found }, weights, [0])).difference).toBeLessThan(1e-7);
  });

  test('of capped products are those of C tanh(s r / C)', () => {
    const capped = [1, 2, 3, -0.5, -1, -1.5].map((score) => 2 * Math.tanh(score / 2));
    const weights = Float32Array.from([...shares(...capped.slice(0, 3)), ...shares(...capped.slice(3))]);
    expect(finish(compareWeights(sizes, { ...scoring, softCap: 2 }, weights, [0])).difference).toBeLessThan(1e-7);
    expect(finish(compareWeights(sizes, scoring, weights, [0])).difference).toBeGreaterThan(0.01);
  });
});

test('a context is the sum of weighted values, relative to its largest number', () => {
  const value = Float32Array.of(1, 10, 100);
  const context = Float32Array.from(
    [0, 1].map((head) => plain[head * 3]! + 10 * plain[head * 3 + 1]! + 100 * plain[head * 3 + 2]!),
  );
  expect(finish(compareContext(sizes, plain, value, context, [0]))).toBeLessThan(1e-6);
  const off = context.map((each) => each * 1.1);
  expect(finish(compareContext(sizes, plain, value, off, [0]))).toBeCloseTo(0.1 / 1.1, 5);
});

describe('what a layer writes', () => {
  /** Two heads of one channel, one query, a stream of two. */
  const weights = Float32Array.of(1, 2, 3, 4);
  const context = Float32Array.of(10, 1);

  test('is the sum over heads and the bias: 10 (1, 2) + 1 (3, 4) + (0.5, -1)', () => {
    const bias = Float32Array.of(0.5, -1);
    const written = Float32Array.of(13.5, 23);
    expect(finish(compareOutput(sizes, context, weights, bias, written, [0]))).toBe(0);
    // Without the bias the difference has the length of (0.5, -1), over that of (13.5, 23).
    const expected = Math.hypot(0.5, 1) / Math.hypot(13.5, 23);
    expect(finish(compareOutput(sizes, context, weights, null, written, [0]))).toBeCloseTo(expected, 6);
  });

  test('holds for each head the same part whatever the text: the bias of its values times its rows of W_O', () => {
    expect([...constantWritten(Float32Array.of(2), weights, 2, 1)!]).toEqual([2, 4, 6, 8]);
    expect([...constantWritten(Float32Array.of(2, 10), weights, 2, 2)!]).toEqual([2, 4, 30, 40]);
    expect(constantWritten(Float32Array.of(1, 2, 3), weights, 2, 2)).toBeNull();
  });
});

test('up to 64 queries are checked, all or spread from the first to the last', () => {
  expect(checkedQueries(1)).toEqual([0]);
  expect(checkedQueries(5)).toEqual([0, 1, 2, 3, 4]);
  const spread = checkedQueries(500);
  expect([spread.length, spread[0], spread.at(-1)]).toEqual([64, 0, 499]);
  expect(new Set(spread).size).toBe(64);
});
