import { describe, expect, test } from 'vitest';
import { combineComparisons } from './combine.ts';
import type { HeadComparison } from './comparison.ts';
import { verdictOf } from './verdict.ts';

describe('several texts', () => {
  const one = (distance: number, contentDistance: number, mass: number, nTokens: number): HeadComparison => ({
    nLayers: 1,
    nHeads: 2,
    nTokens,
    distance: Float32Array.of(0, distance, distance, 0),
    contentDistance: Float32Array.of(0, contentDistance, contentDistance, 0),
    contentMass: Float32Array.of(mass, 1),
  });

  test('are averaged, each once; texts that could not be judged are left out', () => {
    const both = combineComparisons([one(0.25, NaN, 0.5, 7), one(0.75, 0.5, 0.25, 9)]);
    expect(both).toMatchObject({ nTexts: 2, nTokens: 16 });
    expect(both.distance[1]).toBe(0.5);
    expect(both.contentDistance[2]).toBe(0.5);
    expect(both.contentMass[0]).toBe(0.375);
    expect(() => combineComparisons([])).toThrow(RangeError);
    expect(() => combineComparisons([one(0, 0, 1, 3), { ...one(0, 0, 1, 3), nHeads: 1, nLayers: 2 }])).toThrow(
      RangeError,
    );
  });

  test('count only where they are long enough to tell, on all keys and on content', () => {
    const short = one(NaN, NaN, NaN, 2);
    const all = combineComparisons([short, one(0.25, 0.5, 0.5, 7), one(0.75, NaN, 0.25, 3)]);
    expect(all).toMatchObject({ nGiven: 3, nTexts: 2, nContentTexts: 1 });
    expect(all.distance[1]).toBe(0.5);
    const none = combineComparisons([short]);
    expect(none).toMatchObject({ nGiven: 1, nTexts: 0, nContentTexts: 0 });
    expect(none.distance[1]).toBeNaN();
    // One head has no other that it could be told from.
    const alone = { ...short, nHeads: 1, distance: Float32Array.of(0), contentDistance: Float32Array.of(0) };
    expect(combineComparisons([{ ...alone, contentMass: Float32Array.of(1) }]).nTexts).toBe(1);
  });

  test.each([
    ['redundant', null, 5, { distance: 0.2, contentDistance: 0.25, massA: 0.25, massB: 0.3 }],
    ['alike', null, 4, { distance: 0.2, contentDistance: 0.25, massA: 0.25, massB: 0.3 }],
    ['different', 'distance', 5, { distance: 0.21, contentDistance: 0, massA: 1, massB: 1 }],
    ['different', 'content', 5, { distance: 0.05, contentDistance: 0.26, massA: 1, massB: 1 }],
    ['unknown', null, 5, { distance: 0.05, contentDistance: NaN, massA: 1, massB: 1 }],
    ['unknown', null, 5, { distance: NaN, contentDistance: NaN, massA: NaN, massB: NaN }],
    ['unknown', null, 5, { distance: 0.05, contentDistance: NaN, massA: NaN, massB: NaN }],
    ['different', 'distance', 5, { distance: 0.9, contentDistance: NaN, massA: NaN, massB: NaN }],
    ['different', 'mass', 5, { distance: 0.05, contentDistance: 0, massA: 0.05, massB: 0.9 }],
    ['different', 'mass', 5, { distance: 0.05, contentDistance: 0, massA: 0.24, massB: 0.24 }],
    ['resting', null, 5, { distance: 0.01, contentDistance: 0.21, massA: 0.09, massB: 0.09 }],
  ] as const)('a pair is %s (%s) in %i texts with %o', (verdict, because, nTexts, pair) => {
    expect(verdictOf(pair, { nTexts })).toEqual({ verdict, because });
  });

  test('the slider moves the threshold', () => {
    const pair = { distance: 0.35, contentDistance: 0.1, massA: 0.5, massB: 0.5 };
    expect(verdictOf(pair, { nTexts: 1, tau: 0.4 }).verdict).toBe('alike');
    expect(verdictOf(pair, { nTexts: 1, tau: 0.3 }).verdict).toBe('different');
  });
});
