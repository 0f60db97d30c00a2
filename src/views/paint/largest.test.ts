import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestShown } from './largest.ts';

fc.configureGlobal({ seed: 20_261_121 });

/** Shape [query, key] = [2, 3]. */
const PATTERN = Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.75, 0.125);

test('the largest weight is that of the whole pattern', () => {
  expect(largestShown(PATTERN, 3, null)).toBe(0.75);
});

test('hidden columns and rows do not count, and the row scales do', () => {
  const hide = (hidden: number[], rowScale: number[]) =>
    largestShown(PATTERN, 3, {
      keys: Uint8Array.from(hidden),
      queries: Uint8Array.from(hidden),
      rowScale: Float32Array.from(rowScale),
    });
  expect(hide([0, 0, 1], [1, 1])).toBe(0.75);
  expect(hide([1, 0, 0], [2, 1])).toBe(0.75);
  expect(hide([0, 1, 0], [1, 1])).toBe(0.5);
  expect(hide([0, 0, 1], [2, 1])).toBe(1);
  expect(hide([1, 1, 1], [0, 0])).toBe(0);
});

test('no shown weight is larger, and one is as large', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 64 }), { minLength: 12, maxLength: 12 });
  const flags = fc.array(fc.nat(1), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(
      weights,
      flags,
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
      (w, h, scales) => {
        const pattern = Float32Array.from(w, (weight) => weight / 64);
        const shown: number[] = [0];
        for (let query = 0; query < 3; query++)
          for (let key = 0; key < 4; key++)
            if (h[3 - query] === 0 && h[key] === 0) shown.push(pattern[query * 4 + key]! * scales[query]!);
        const hiding = {
          keys: Uint8Array.from(h),
          queries: Uint8Array.from(h.toReversed()),
          rowScale: Float32Array.from(scales),
        };
        expect(largestShown(pattern, 4, hiding)).toBe(Math.max(...shown));
      },
    ),
  );
});
