import { describe, expect, test } from 'vitest';
import { largestDifference } from './largestDifference.ts';
import type { LayerOutput } from './pack.ts';

function layers(...data: number[][]): LayerOutput[] {
  return data.map((numbers, layer) => ({
    layer,
    kind: 'encoder',
    dims: [1, 1, 1, numbers.length],
    data: Float32Array.from(numbers),
  }));
}

describe('largestDifference', () => {
  test('is 0 of the same weights', () => {
    expect(largestDifference(layers([0.5, 0.5], [1, 0]), layers([0.5, 0.5], [1, 0]))).toBe(0);
  });

  test('finds the worst place in whatever layer, whatever its sign', () => {
    expect(largestDifference(layers([0.5, 0.5], [1, 0]), layers([0.5, 0.5], [0.75, 0.125]))).toBe(0.25);
    expect(largestDifference(layers([0.5, 0.5], [0.75, 0.125]), layers([0.625, 0.5], [1, 0]))).toBe(0.25);
  });

  test.each([
    ['no number', layers([NaN, 0.5]), layers([0.5, 0.5])],
    ['no number before a finite difference', layers([NaN, 0.5]), layers([0.5, 0.75])],
    ['no number on both sides', layers([NaN, 0.5]), layers([NaN, 0.5])],
    ['another length', layers([0.5, 0.5]), layers([0.5, 0.5, 0])],
    ['a missing layer', layers([0.5, 0.5], [1, 0]), layers([0.5, 0.5])],
  ])('%s is infinitely far', (_, a, b) => {
    expect(largestDifference(a, b)).toBe(Infinity);
  });
});
