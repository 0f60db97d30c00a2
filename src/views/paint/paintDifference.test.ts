import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttentionTensor } from '../../core/tensor.ts';
import { largestDifference, largestOfPair, patternPair } from './largestDifference.ts';
import { paintDifference } from './paintDifference.ts';
import type { PatternPair } from './paintDifference.ts';
import { SIGNED_STEPS } from './signedRamp.ts';

fc.configureGlobal({ seed: 20_261_121 });

/** A "colour" that tells its step: 1 for the lowest, so that 0 is left for what is not painted. */
const STEPS = Uint32Array.from({ length: 2 * SIGNED_STEPS + 1 }, (_, i) => i + 1);

/** Paints and gives the step of each pixel, -255 to 255; null where nothing is painted. */
function paint(width: number, height: number, pair: PatternPair, max: number) {
  const out = new Uint32Array(width * height).fill(77);
  paintDifference(out, width, height, { ...pair, pixels: STEPS, max });
  return Array.from(out, (pixel) => (pixel === 0 ? null : pixel - 1 - SIGNED_STEPS));
}

/** Shape [query, key] = [2, 3]. */
const AFTER = Float32Array.of(0.5, 0.25, 0.25, 0.1, 0.9, 0);
const BEFORE = Float32Array.of(0.25, 0.5, 0.25, 0.3, 0.7, 0);
const PLAIN: PatternPair = { pattern: AFTER, base: BEFORE, nQueries: 2, nKeys: 3, isCausal: false, hiding: null };

describe('a difference painted cell by cell', () => {
  test('is after less before: 0 in the middle of the ramp, the largest at its ends', () => {
    expect(paint(3, 2, PLAIN, 0.25)).toEqual([255, -255, 0, -204, 204, 0]);
    expect(paint(3, 2, PLAIN, 0.5)).toEqual([128, -127, 0, -102, 102, 0]);
  });

  test('stops at the ends of a scale that is too small, and is neutral on one without extent', () => {
    expect(paint(3, 2, PLAIN, 0.1)).toEqual([255, -255, 0, -255, 255, 0]);
    expect(paint(3, 2, { ...PLAIN, base: AFTER }, 0)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('leaves later keys of a causal model unpainted', () => {
    expect(paint(3, 2, { ...PLAIN, isCausal: true }, 0.25)).toEqual([255, null, null, -204, 204, null]);
  });

  test('turns its sign where before and after change places', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(weights, weights, fc.double({ min: 0.01, max: 1, noNaN: true }), (a, b, max) => {
        const size = { nQueries: 3, nKeys: 4, isCausal: false, hiding: null };
        const [pattern, base] = [Float32Array.from(a), Float32Array.from(b)];
        const there = paint(4, 3, { ...size, pattern, base }, max);
        const back = paint(4, 3, { ...size, pattern: base, base: pattern }, max);
        for (const [i, step] of there.entries()) expect(Math.abs(step! + back[i]!)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('compares what is shown: each side is renormalised by its own hidden mass', () => {
    const stack = (data: Float32Array): AttentionTensor => ({
      kind: 'encoder',
      nLayers: 1,
      nHeads: 1,
      nQueries: 2,
      nKeys: 3,
      data,
    });
    const hidden = { keys: Uint8Array.of(1, 0, 0), queries: Uint8Array.of(0, 1) };
    const pair = patternPair(stack(AFTER), stack(BEFORE), { layer: 0, head: 0 }, false, hidden);
    // Row 0 without key 0: after 0.25 of 0.5 is 1/2, before 0.5 of 0.75 is 2/3 and 0.25 is 1/3.
    expect(largestOfPair(pair)).toBeCloseTo(1 / 6, 6);
    expect(paint(3, 2, pair, 1 / 6)).toEqual([null, -255, 255, null, null, null]);
  });
});

describe('a difference painted smaller than it is', () => {
  test('shows what is farthest from 0 in each block, with its sign', () => {
    // Blocks of key 0 and of keys 1 and 2; of both rows in the second picture.
    expect(paint(2, 2, PLAIN, 0.25)).toEqual([255, -255, -204, 204]);
    expect(paint(1, 1, PLAIN, 0.5)).toEqual([128]);
    expect(paint(1, 2, PLAIN, 0.25)[1]).toBe(-204);
  });
});

test('a picture larger than the pattern, or patterns of two sizes, are refused', () => {
  expect(() => paint(4, 2, PLAIN, 1)).toThrow(RangeError);
  expect(() => paint(3, 2, { ...PLAIN, base: new Float32Array(5) }, 1)).toThrow('invalid base: 5');
});

test('the largest difference of a stack is found in any head, on either side of 0', () => {
  const size = { kind: 'decoder', nLayers: 2, nHeads: 3, nQueries: 1, nKeys: 2 } as const;
  const base = { ...size, data: new Float32Array(12).fill(0.5) };
  const data = base.data.slice();
  [data[2], data[10]] = [0.75, 0.125];
  expect(largestDifference({ ...size, data }, base, null)).toBe(0.375);
  expect(largestDifference(base, base, null)).toBe(0);
});
