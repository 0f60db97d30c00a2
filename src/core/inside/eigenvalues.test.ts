import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eigenvaluesOf } from './eigenvalues.ts';

const sorted = (matrix: readonly number[], n: number): readonly (readonly [number, number])[] => {
  const { re, im } = eigenvaluesOf(Float64Array.from(matrix), n);
  return [...re].map((one, at) => [one, im[at]!] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
};
const near = (...pairs: readonly (readonly [number, number])[]) =>
  pairs.map(([re, im]) => [expect.closeTo(re, 9), expect.closeTo(im, 9)]);

describe('eigenvalues', () => {
  test.each([
    ['one number', 1, [-3], [[-3, 0]]],
    [
      'a diagonal',
      3,
      [2, 0, 0, 0, -1, 0, 0, 0, 5],
      [
        [-1, 0],
        [2, 0],
        [5, 0],
      ],
    ],
    [
      'a triangle',
      3,
      [1, 7, -2, 0, 4, 3, 0, 0, 9],
      [
        [1, 0],
        [4, 0],
        [9, 0],
      ],
    ],
    [
      'a quarter turn',
      2,
      [0, -1, 1, 0],
      [
        [0, -1],
        [0, 1],
      ],
    ],
    // x³ - 6 x² + 11 x - 6 = (x - 1) (x - 2) (x - 3), as a companion.
    [
      'a cubic',
      3,
      [0, 0, 6, 1, 0, -11, 0, 1, 6],
      [
        [1, 0],
        [2, 0],
        [3, 0],
      ],
    ],
    // The third roots of 1, all of one size: shifts of the last number alone go round in circles.
    [
      'a cycle',
      3,
      [0, 0, 1, 1, 0, 0, 0, 1, 0],
      [
        [-0.5, -Math.sqrt(0.75)],
        [-0.5, Math.sqrt(0.75)],
        [1, 0],
      ],
    ],
    [
      'zeros',
      3,
      [0, 0, 0, 0, 0, 0, 0, 0, 0],
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
  ] as const)('of %s', (_, n, matrix, expected) => {
    expect(sorted(matrix, n)).toEqual(near(...expected));
  });

  test('of any matrix sum to its trace, and their squares to that of its square', () => {
    const sizes = fc.integer({ min: 1, max: 20 });
    const matrices = sizes.chain((n) =>
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n }),
    );
    fc.assert(
      fc.property(matrices, (matrix) => {
        const n = Math.sqrt(matrix.length);
        const { re, im } = eigenvaluesOf(Float64Array.from(matrix), n);
        let [trace, ofSquare] = [0, 0];
        for (let i = 0; i < n; i++) {
          trace += matrix[i * n + i]!;
          for (let j = 0; j < n; j++) ofSquare += matrix[i * n + j]! * matrix[j * n + i]!;
        }
        const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((all, one) => all + one, 0);
        expect(sum(re)).toBeCloseTo(trace, 8);
        expect(sum(im)).toBeCloseTo(0, 8);
        expect(sum(re.map((one, at) => one ** 2 - im[at]! ** 2))).toBeCloseTo(ofSquare, 8);
      }),
      { numRuns: 300 },
    );
  });

  test('of a matrix of another shape, or with what is no number, are none', () => {
    expect(() => eigenvaluesOf(new Float64Array(6), 2)).toThrow(RangeError);
    expect(() => eigenvaluesOf(Float64Array.of(1, Number.NaN, 0, 1), 2)).toThrow(RangeError);
  });
});
