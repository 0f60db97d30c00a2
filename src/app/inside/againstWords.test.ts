import { expect, test } from 'vitest';
import type { Compared } from '../../core/inside/against.ts';
import { cellInOther } from './againstCell.ts';
import { comparedWords } from './againstWords.ts';

const ROW = {
  name: 'raw',
  axes: 'key',
  first: [1, 2],
  second: [4, 1.5],
  difference: Float64Array.of(3, -0.5),
  whyNot: null,
};
const VECTOR = {
  name: 'w',
  axes: 'stream',
  first: [3, 4],
  second: [3, 0],
  difference: Float64Array.of(0, -4),
  whyNot: null,
};
const NOT_TWO = { difference: null, whyNot: 'shape' } as const;

test.each<[Compared, readonly [number, number], string]>([
  [ROW, [1, 1], 'At the key that is looked into: 2.00 and 1.50, −0.50.'],
  // Another place stands for the key: the two have no difference.
  [ROW, [1, 0], 'At the key that is looked into: 2.00 and 4.00.'],
  [
    { ...ROW, first: [1, -Infinity], difference: Float64Array.of(3, Number.NaN) },
    [1, 1],
    'At the key that is looked into: not allowed and 1.50.',
  ],
  [
    { ...ROW, ...NOT_TWO, second: [4, 1, 7] },
    [1, 2],
    'At the key that is looked into: 2.00 and 7.00. The rows have 2 and 3 keys, and rows of different length have no difference.',
  ],
  [
    { ...ROW, difference: null, whyNot: 'relative' },
    [0, 0],
    'At the key that is looked into: 1.00 and 4.00. These are known up to a constant of each row, so they have no difference.',
  ],
  [VECTOR, [0, 0], '5.00 and 3.00 long; their difference is 4.00 long, their cosine 0.60.'],
  [
    { ...VECTOR, second: [3, 4], difference: Float64Array.of(0, 0) },
    [0, 0],
    'The same in both texts, number by number.',
  ],
  [{ ...VECTOR, ...NOT_TWO, second: [1, 2, 3] }, [0, 0], 'There are 2 and 3 numbers, which have no difference.'],
  [
    { ...VECTOR, first: null, difference: null, whyNot: 'nowhere' },
    [0, 0],
    'Not to be had of both texts, so there is no difference.',
  ],
  [
    { name: 'mass', axes: '', first: [0.5], second: [0.25], difference: Float64Array.of(-0.25), whyNot: null },
    [0, 0],
    '0.50 and 0.25, −0.25.',
  ],
])('%#: what two texts differ by is said', (compared, keys, words) => {
  expect(comparedWords(compared, keys)).toBe(words);
});

test('a place that the other text has not is its last, and said to be another', () => {
  const of = (query: number, key: number) => cellInOther({ query, key }, { nQueries: 4, nKeys: 6 });
  expect(of(3, 5)).toEqual({ cell: { query: 3, key: 5 }, isOther: false });
  expect(of(4, 2)).toEqual({ cell: { query: 3, key: 2 }, isOther: true });
  expect(of(0, 6)).toEqual({ cell: { query: 0, key: 5 }, isOther: true });
});
