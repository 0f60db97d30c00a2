import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flatDirichlet, makePattern, templateContext } from '../../labels/testing/synthetic.ts';
import { contextOfStrings } from '../../labels/testing/strings.ts';
import { headDistance } from './headDistance.ts';

test('a head is at distance 0 from itself and at distance 1 from a head that shares no key', () => {
  const context = templateContext('B1');
  const random = flatDirichlet(context, 3);
  expect(headDistance(random, random, context)).toBe(0);
  const cls = makePattern(context, 'B1', [['cls', null, 1]], 0, 1);
  const sep = makePattern(context, 'B1', [['sep', null, 1]], 0, 1);
  expect(headDistance(cls, sep, context)).toBeCloseTo(1, 12);
});

test('one row of three keys against even attention: worked by hand', () => {
  // Causal, three tokens: only the last row has three keys. a = (1, 0, 0), b = (1/3, 1/3, 1/3), middle = (2/3, 1/6, 1/6).
  const context = contextOfStrings(['a', 'b', 'c'], true);
  const a = Float64Array.of(1, 0, 0, 0.9, 0.1, 0, 1, 0, 0);
  const b = Float64Array.of(1, 0, 0, 0.1, 0.9, 0, 1 / 3, 1 / 3, 1 / 3);
  const divergence = (Math.log2(1.5) + (1 / 3) * Math.log2(0.5) + (2 / 3) * Math.log2(2)) / 2;
  expect(headDistance(a, b, context)).toBeCloseTo(Math.sqrt(divergence), 12);
});

test('distance is symmetric, between 0 and 1, and obeys the triangle inequality', () => {
  fc.assert(
    fc.property(fc.constantFrom('B1', 'G1', 'B2'), fc.integer({ min: 1, max: 1e6 }), (template, seed) => {
      const context = templateContext(template);
      const [a, b, c] = [0, 1, 2].map((step) => flatDirichlet(context, seed + step));
      const ab = headDistance(a!, b!, context);
      expect(ab).toBeCloseTo(headDistance(b!, a!, context), 12);
      expect(ab).toBeGreaterThan(0);
      expect(ab).toBeLessThan(1);
      expect(ab).toBeLessThanOrEqual(headDistance(a!, c!, context) + headDistance(c!, b!, context) + 1e-12);
    }),
    { seed: 4, numRuns: 50 },
  );
});

test('a text without a row of three keys gives no distance', () => {
  const context = contextOfStrings(['a', 'b'], false);
  expect(headDistance(new Float32Array(4).fill(0.5), new Float32Array(4).fill(0.5), context)).toBeNaN();
});
