import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowedKeys, flatPattern, maskPattern, withRowSums } from './allowedKeys.ts';

/** Shape: [head, query, key] from rows as they are written. */
const floats = (...rows: readonly (readonly number[])[]): Float32Array => Float32Array.from(rows.flat());
const rowsOf = (data: ArrayLike<number>, nKeys: number): number[][] =>
  Array.from({ length: data.length / nKeys }, (_, row) =>
    Array.from({ length: nKeys }, (__, key) => data[row * nKeys + key]!),
  );

describe('which keys a layer lets be seen', () => {
  test('those that any head gives weight to: a window of two earlier keys, and a key that is padding', () => {
    // Head 0 looks at itself only; together they see a window, and never key 1.
    const weights = floats(
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [0, 0, 1, 0, 0],
      [0, 0, 0, 1, 0],
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [0.5, 0, 0.5, 0, 0],
      [0, 0, 0.9, 0.1, 0],
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [0.1, 0, 0.9, 0, 0],
      [0, 0, 1, 1e-40, 0],
    );
    expect(rowsOf(allowedKeys(weights, 4, 5), 5)).toEqual([
      [1, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
      [1, 0, 1, 0, 0],
      [0, 0, 1, 1, 0],
    ]);
  });

  test('a single head may leave a key out within a row, which is then too small a weight and no mask', () => {
    const weights = floats([1, 0, 0, 0, 0], [0.5, 0.5, 0, 0, 0], [0.5, 0, 0, 0.5, 0], [0, 0.4, 0, 0, 0.6]);
    expect(rowsOf(allowedKeys(weights, 4, 5), 5)).toEqual([
      [1, 0, 0, 0, 0],
      [1, 1, 0, 0, 0],
      // Key 2 is seen by no row: padding.
      [1, 1, 0, 1, 0],
      [0, 1, 0, 1, 1],
    ]);
  });

  test('two heads are believed: global keys leave a gap in a row', () => {
    const head = [[1, 0, 0, 0, 0], [0.5, 0.5, 0, 0, 0], [0.2, 0.3, 0.5, 0, 0], [0.5, 0, 0.1, 0.4, 0]]; // prettier-ignore
    expect(rowsOf(allowedKeys(floats(...head, ...head), 4, 5), 5)[3]).toEqual([1, 0, 1, 1, 0]);
  });

  test('weights that are no whole heads are refused', () => {
    expect(() => allowedKeys(new Float32Array(41), 4, 5)).toThrow(RangeError);
    expect(() => allowedKeys(new Float32Array(0), 4, 5)).toThrow(RangeError);
  });
});

describe('patterns on allowed keys', () => {
  const allowed = Uint8Array.of(1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1);

  test('flat is even over them', () => {
    expect(rowsOf(flatPattern(allowed, 5), 5)).toEqual(
      [
        [1, 0, 0, 0, 0],
        [0, 1 / 3, 1 / 3, 1 / 3, 0],
        [1 / 3, 0, 1 / 3, 0, 1 / 3],
      ].map((row) => row.map(Math.fround)),
    );
  });

  test('a pattern keeps its proportions; a row that loses all is even; a row without masked keys keeps its bits', () => {
    const pattern = floats([1, 0, 0, 0, 0], [0.5, 0.125, 0, 0.375, 0], [0, 0.5, 0, 0.5, 0]);
    const third = Math.fround(1 / 3);
    expect(rowsOf(maskPattern(pattern, allowed, 5), 5)).toEqual([
      [1, 0, 0, 0, 0],
      [0, 0.25, 0, 0.75, 0],
      [third, 0, third, 0, third],
    ]);
    const odd = floats([0.1, 0, 0, 0, 0], [0, 0.3, 0.3, 0.3, 0], [0, 0, 0, 0, 0]);
    expect(maskPattern(odd, allowed, 5)).toEqual(odd);
  });

  test('what a head gives to a sink beside its keys it keeps giving', () => {
    const pattern = floats([0.5, 0.5, 0], [0, 0.25, 0.75]);
    const own = floats([0, 0.25, 0.5], [0.125, 0, 0]);
    expect(rowsOf(withRowSums(pattern, own, 3), 3)).toEqual([
      [0.375, 0.375, 0],
      [0, 0.03125, 0.09375],
    ]);
  });

  test('masked keys get exactly 0, rows sum to what they summed to, and flat rows to 1', () => {
    const size = { nQueries: fc.integer({ min: 1, max: 6 }), nKeys: fc.integer({ min: 1, max: 9 }) };
    const cases = fc.record(size).chain(({ nQueries, nKeys }) =>
      fc.record({
        nKeys: fc.constant(nKeys),
        allowed: fc.array(fc.integer({ min: 0, max: 1 }), {
          minLength: nQueries * nKeys,
          maxLength: nQueries * nKeys,
        }),
        weights: fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1, noNaN: true })), {
          minLength: nQueries * nKeys,
          maxLength: nQueries * nKeys,
        }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ nKeys, allowed: cells, weights }) => {
        const mask = Uint8Array.from(cells);
        const pattern = Float32Array.from(weights);
        const masked = maskPattern(pattern, mask, nKeys);
        const flat = flatPattern(mask, nKeys);
        expect([...masked, ...flat].filter((weight, cell) => cells[cell % cells.length] === 0 && weight !== 0)).toEqual(
          [],
        );
        for (const [row, seen] of rowsOf(mask, nKeys).entries()) {
          const isOpen = seen.includes(1);
          const sum = (data: Float32Array) => rowsOf(data, nKeys)[row]!.reduce((a, b) => a + b, 0);
          expect(sum(flat)).toBeCloseTo(isOpen ? 1 : 0, 6);
          const before = sum(pattern);
          const isLost = before > 0 && rowsOf(masked, nKeys)[row]!.every((weight) => weight === 0);
          expect(isLost).toBe(before > 0 && !isOpen);
          const isScaled = isOpen && rowsOf(pattern, nKeys)[row]!.some((weight, key) => weight > 0 && seen[key] === 1);
          expect(isScaled ? sum(masked) : before).toBeCloseTo(before, 5);
        }
      }),
      { seed: 4 },
    );
  });
});
