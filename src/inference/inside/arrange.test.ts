import { describe, expect, test } from 'vitest';
import type { Operand } from '../surgery/inside/types.ts';
import { firstOfGroups, headRows, operandRows, sharedHeads, tokenRows } from './arrange.ts';
import { storedFloats } from '../surgery/testing/storedFloats.ts';

const PLAIN: Operand = { name: 'q', order: null, isTransposed: false, joined: null, added: null, turned: null };
const tensor = (dims: readonly number[], data = Float32Array.from({ length: size(dims) }, (_, i) => i)) => ({
  dims,
  data,
  isHalf: false,
});
const size = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);
const numbers = (rows: ReturnType<typeof operandRows>): readonly number[] =>
  typeof rows === 'string' ? [] : [...rows.data];

describe('an operand of two heads, three rows and two channels', () => {
  const expected = { nHeads: 2, nChannels: 2, data: Float32Array.from({ length: 12 }, (_, i) => i) };

  test('is taken as it lies, whatever axes of one stand before', () => {
    expect(operandRows(tensor([1, 2, 3, 2]), PLAIN, 3)).toEqual(expected);
    expect(operandRows(tensor([2, 3, 2]), PLAIN, 3)).toEqual(expected);
  });

  test('is turned where channels come before rows', () => {
    const data = Float32Array.of(0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11);
    expect(operandRows(tensor([1, 2, 2, 3], data), { ...PLAIN, isTransposed: true }, 3)).toEqual(expected);
  });

  test('is moved where heads stand between rows and channels', () => {
    const data = Float32Array.of(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11);
    expect(operandRows(tensor([1, 3, 2, 2], data), { ...PLAIN, order: [0, 2, 1, 3] }, 3)).toEqual(expected);
  });

  test('is parted where heads lie side by side, and cut where others do as well', () => {
    // One row is 0 1 | 2 3 | 4 5 | 6 7, the next 8 9 | ...
    const joined = { nHeads: 4, from: 1, to: 3 };
    const rows = operandRows(tensor([1, 3, 8]), { ...PLAIN, joined }, 3);
    expect(numbers(rows)).toEqual([2, 3, 10, 11, 18, 19, 4, 5, 12, 13, 20, 21]);
  });

  test('gets what its operator adds to each row of a head', () => {
    const rows = operandRows(tensor([2, 3, 2]), { ...PLAIN, added: storedFloats([4], [100, 200, 300, 400]) }, 3);
    expect(numbers(rows)).toEqual([100, 201, 102, 203, 104, 205, 306, 407, 308, 409, 310, 411]);
  });

  test('of other rows is refused', () => {
    expect(operandRows(tensor([2, 4, 2]), PLAIN, 3)).toBe('a tensor of shape [2, 4, 2] holds no 3 tokens');
    expect(headRows(tensor([3]), 3)).toBe('a tensor of shape [3] holds no 3 tokens');
    expect(tokenRows(tensor([4, 2]), 3)).toBe('a tensor of shape [4, 2] holds no 3 tokens');
  });
});

describe('a rotation of row 1 by a right angle and of row 2 by none', () => {
  /** [position, pair]; channels behind the pairs stay. */
  const turned = {
    cos: storedFloats([4, 2], [1, 1, 0, 0, 1, 1, 9, 9]),
    sin: storedFloats([4, 2], [0, 0, 1, 1, 0, 0, 9, 9]),
  };
  const data = Float32Array.of(1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5);

  test('of halves takes channel 0 with 2 and 1 with 3: (x, y) becomes (-y, x)', () => {
    const rows = operandRows(tensor([1, 3, 5], data), { ...PLAIN, turned: { ...turned, pairs: 'halves' } }, 3);
    expect(numbers(rows)).toEqual([1, 2, 3, 4, 5, -3, -4, 1, 2, 5, 1, 2, 3, 4, 5]);
  });

  test('of neighbours takes channel 0 with 1 and 2 with 3', () => {
    const rows = operandRows(tensor([1, 3, 5], data), { ...PLAIN, turned: { ...turned, pairs: 'neighbours' } }, 3);
    expect(numbers(rows)).toEqual([1, 2, 3, 4, 5, -2, 1, -4, 3, 5, 1, 2, 3, 4, 5]);
  });

  test('is refused where the tables are too short', () => {
    const short = {
      cos: storedFloats([2, 2], [1, 1, 0, 0]),
      sin: storedFloats([2, 2], [0, 0, 1, 1]),
      pairs: 'halves',
    } as const;
    const rows = operandRows(tensor([1, 3, 5], data), { ...PLAIN, turned: short }, 3);
    expect(rows).toBe('the tables of its rotation do not fit');
  });
});

test('heads that repeat in groups are told by their groups, in all tensors together', () => {
  const heads = (...values: readonly number[]) => ({
    nHeads: values.length,
    nChannels: 1,
    data: Float32Array.from(values),
  });
  expect(sharedHeads([heads(1, 1, 2, 2), heads(3, 3, 4, 4)])).toBe(2);
  expect(sharedHeads([heads(1, 1, 2, 2), heads(3, 3, 4, 5)])).toBe(4);
  expect(sharedHeads([heads(7, 7, 7, 7)])).toBe(1);
  expect(sharedHeads([heads(1, 2, 1, 2)])).toBe(4);
  expect(firstOfGroups(heads(1, 1, 2, 2), 2)).toEqual(heads(1, 2));
});
