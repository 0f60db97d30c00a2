import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signTest } from './signTest.ts';

fc.configureGlobal({ seed: 20_261_121 });

describe('the sign test', () => {
  // scipy.stats.binomtest(k, n, 0.5).pvalue
  test.each([
    [5, 5, 0.0625],
    [4, 5, 0.375],
    [7, 8, 0.0703125],
    [6, 7, 0.125],
    [9, 11, 0.06542968750000003],
    [2, 11, 0.06542968750000003],
    [4, 8, 1],
    [0, 0, 1],
  ])('%d of %d happen by chance in %d of all cases', (nAgree, n, p) => {
    expect(signTest(nAgree, n)).toBeCloseTo(p, 12);
  });

  test('gives a part of all cases, the smaller the more agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (n) => {
        const tests = Array.from({ length: n + 1 }, (_, k) => signTest(k, n));
        const upper = tests.slice(Math.floor(n / 2));
        expect(upper.toSorted((a, b) => b - a)).toEqual(upper);
        for (const [k, p] of tests.entries()) {
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThanOrEqual(1);
          expect(p).toBe(tests[n - k]);
        }
      }),
    );
    expect(() => signTest(3, 2)).toThrow(RangeError);
  });
});
