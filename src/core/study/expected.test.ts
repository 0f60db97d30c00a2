import { describe, expect, test } from 'vitest';
import { comparingMs, expectedWords, measuringMs } from './expected.ts';

describe('what a study is expected to take', () => {
  test('is a pass a head and one for the model as it is, each with half as much for comparing', () => {
    expect(measuringMs({ forwardMs: 10, nTokens: 15, nVariants: 32, objective: 'next-token' })).toBe(33 * 15);
    expect(measuringMs({ forwardMs: 10, nTokens: 15, nVariants: 32, objective: 'output' })).toBe(33 * 15);
  });

  test('of a masked model is as many passes as words are hidden, eight at most', () => {
    const ask = (nTokens: number) => measuringMs({ forwardMs: 2, nTokens, nVariants: 1, objective: 'masked-token' });
    expect(ask(5)).toBe(2 * 5 * 3);
    expect(ask(50)).toBe(2 * 8 * 3);
  });

  test('of patterns grows with the pairs of heads and the cells of each', () => {
    // 32 heads have 496 pairs.
    expect(comparingMs(32, 15, 15)).toBeCloseTo(496 * 225 * 1e-5, 9);
    expect(comparingMs(1, 15, 15)).toBe(0);
  });

  test.each([
    [400, 'under a second'],
    [1400, 'about 1 s'],
    [42_000, 'about 42 s'],
    [185_000, 'about 3 min'],
  ])('of %d ms is said as "%s"', (ms, words) => {
    expect(expectedWords(ms)).toBe(words);
  });
});
