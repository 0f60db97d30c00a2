import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ordinal, readCell } from './cell.ts';
import { renormalise } from './hiding.ts';

fc.configureGlobal({ seed: 20_261_121 });

/** 3 queries, 4 keys, each row with its own order. */
const WEIGHTS = Float32Array.of(0.5, 0.25, 0.125, 0.125, 0.125, 0.5, 0.25, 0.125, 0, 0.25, 0.5, 0.25);

describe('a cell', () => {
  test('tells its weight and its rank among the keys of its own row', () => {
    expect(readCell(WEIGHTS, 4, 1, 2, false, null)).toEqual({
      weight: 0.25,
      rawWeight: 0.25,
      rank: 2,
      nAllowed: 4,
      state: 'shown',
    });
  });

  test('shares the better rank with cells of the same weight', () => {
    expect(readCell(WEIGHTS, 4, 2, 1, false, null).rank).toBe(2);
    expect(readCell(WEIGHTS, 4, 2, 3, false, null).rank).toBe(2);
    expect(readCell(WEIGHTS, 4, 2, 0, false, null).rank).toBe(4);
  });

  test('is ranked among the keys up to its query in a causal model', () => {
    expect(readCell(WEIGHTS, 4, 1, 0, true, null)).toMatchObject({ rank: 2, nAllowed: 2, state: 'shown' });
  });

  test('of a later key has no weight in a causal model', () => {
    expect(readCell(WEIGHTS, 4, 1, 2, true, null)).toMatchObject({ weight: null, state: 'future' });
    expect(readCell(WEIGHTS, 4, 1, 1, true, null).state).toBe('shown');
  });

  test('is renormalised over the keys that are left when key 0 is hidden', () => {
    const keys = Uint8Array.of(1, 0, 0, 0);
    const hiding = { hidden: { keys, queries: Uint8Array.of(1, 0, 0) }, rows: renormalise(WEIGHTS, 4, keys) };
    const cell = readCell(WEIGHTS, 4, 1, 1, false, hiding);
    expect(cell.weight).toBeCloseTo(0.5 / 0.875, 6);
    expect(cell).toMatchObject({ rawWeight: 0.5, rank: 1, nAllowed: 3, state: 'shown' });
  });

  test('is hidden if its key or its query is', () => {
    const keys = Uint8Array.of(1, 0, 0, 0);
    const hiding = { hidden: { keys, queries: Uint8Array.of(1, 0, 0) }, rows: renormalise(WEIGHTS, 4, keys) };
    expect(readCell(WEIGHTS, 4, 1, 0, false, hiding)).toMatchObject({
      weight: null,
      rawWeight: 0.125,
      state: 'hidden',
    });
    expect(readCell(WEIGHTS, 4, 0, 3, false, hiding)).toMatchObject({ weight: null, state: 'hidden' });
  });

  test.each([
    [3, 0],
    [0, 4],
    [-1, 0],
    [0, -1],
    [Number.NaN, 0],
  ])('does not exist at query %d, key %d of 3 x 4', (query, key) => {
    expect(() => readCell(WEIGHTS, 4, query, key, false, null)).toThrow(RangeError);
  });

  test('has the rank at which its weight stands in the sorted row', () => {
    const row = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(row, fc.nat(), (weights, pick) => {
        const key = pick % weights.length;
        const sorted = weights.toSorted((a, b) => b - a);
        const cell = readCell(Float32Array.from(weights), weights.length, 0, key, false, null);
        expect(cell.rank).toBe(sorted.indexOf(weights[key]!) + 1);
        expect(cell.nAllowed).toBe(weights.length);
      }),
    );
  });
});

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [10, '10th'],
  [11, '11th'],
  [12, '12th'],
  [13, '13th'],
  [20, '20th'],
  [21, '21st'],
  [101, '101st'],
  [111, '111th'],
  [122, '122nd'],
])('the ordinal of %i is %s', (n, words) => {
  expect(ordinal(n)).toBe(words);
});
