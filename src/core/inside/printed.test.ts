import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalsFor, printedSum } from './printed.ts';
import { INSIDE, nameOf } from './testing/fixtures.ts';

fc.configureGlobal({ seed: 20_261_130 });

/** Units of the last digit that stand there. */
const unitsOf = (text: string) => BigInt(text.replace('−', '-').replace('.', ''));

describe('by hand', () => {
  test('three thirds of 1 are 0.34, 0.33 and 0.33', () => {
    expect(printedSum([1 / 3, 1 / 3, 1 / 3], 2)).toEqual({
      parts: ['0.34', '0.33', '0.33'],
      total: '1.00',
      decimals: 2,
    });
  });

  test('what adds up as it is rounded stays; what has a minus has a true one', () => {
    expect(printedSum([0.134, -0.804, 12], 2)).toEqual({
      parts: ['0.13', '−0.80', '12.00'],
      total: '11.33',
      decimals: 2,
    });
  });

  test('the part nearest to the other side of its rounding gives way', () => {
    // 1.4 and 1.3 and 0.7 are 3.4: rounded 1, 1, 1 and 3. 0.6, 0.7 and 0.8 are 2.1: 1, 1 and 1 are one too many.
    expect(printedSum([1.4, 1.3, 0.7], 0).parts).toEqual(['1', '1', '1']);
    expect(printedSum([0.6, 0.7, 0.8], 0)).toEqual({ parts: ['0', '1', '1'], total: '2', decimals: 0 });
  });

  test('never a minus zero', () => {
    expect(printedSum([-0.001, 0], 2)).toEqual({ parts: ['0.00', '0.00'], total: '0.00', decimals: 2 });
  });

  test('no parts sum to nothing; a part that is no number is refused', () => {
    expect(printedSum([], 1)).toEqual({ parts: [], total: '0.0', decimals: 1 });
    for (const part of [NaN, Infinity]) expect(() => printedSum([1, part], 2)).toThrow(RangeError);
  });

  test.each([
    [[52.29], 2],
    [[-0.14, 9.99], 3],
    [[1234.5], 0],
    [[0.00042], 7],
    [[1e-30], 9],
    [[0, 0], 2],
    [[NaN], 2],
  ])('%j is written with %i decimals', (numbers, decimals) => {
    expect(decimalsFor(numbers)).toBe(decimals);
  });
});

test.each(INSIDE.cases.map((one) => [nameOf(one), one] as const))('%s adds up in print', (_, one) => {
  expect(miss(one.products, 2)).toBe('');
  expect(miss(one.productsOverKeys, 2)).toBe('');
});

test('any parts add up in print to the last digit, each less than a unit of it from what it stands for', () => {
  const parts = fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { maxLength: 130 });
  fc.assert(
    fc.property(parts, fc.integer({ min: 0, max: 6 }), (list, decimals) => {
      expect(miss(list, decimals)).toBe('');
    }),
    { numRuns: 2000 },
  );
});

/** What does not add up, or strays too far from what it stands for; empty if nothing does. */
function miss(parts: readonly number[], decimals: number): string {
  const printed = printedSum(parts, decimals);
  const units = printed.parts.map(unitsOf);
  const total = unitsOf(printed.total);
  if (units.reduce((sum, one) => sum + one, 0n) !== total) return `${printed.parts.join(' ')} is not ${printed.total}`;
  const sum = parts.reduce((all, one) => all + one, 0);
  if (Math.abs(Number(total) - sum * 10 ** decimals) > 0.5 + 1e-6) return `${printed.total} is not ${sum}`;
  const far = parts.findIndex((part, at) => Math.abs(Number(units[at]) - part * 10 ** decimals) >= 1 + 1e-6);
  return far < 0 ? '' : `${printed.parts[far]} is not ${parts[far]}`;
}
