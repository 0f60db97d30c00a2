import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestCells, shownCells } from './cells.ts';

type CellSource = Parameters<typeof shownCells>[0];

fc.configureGlobal({ seed: 20_261_121 });

/** Shape [query, key] = [2, 3]. */
const SOURCE: CellSource = {
  pattern: Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.375, 0.5),
  before: null,
  nKeys: 3,
  isCausal: false,
  hidden: null,
};
const listed = (source: CellSource) =>
  Array.from(shownCells(source), ({ query, key, weight, before }) => [query, key, weight, before]);

describe('cells that are drawn', () => {
  test('are all, row by row', () => {
    expect(listed(SOURCE)).toEqual([
      [0, 0, 0.5, null],
      [0, 1, 0.25, null],
      [0, 2, 0.25, null],
      [1, 0, 0.125, null],
      [1, 1, 0.375, null],
      [1, 2, 0.5, null],
    ]);
  });

  test('are none of the future in a causal model', () => {
    expect(listed({ ...SOURCE, isCausal: true }).map(([query, key]) => `${query}${key}`)).toEqual(['00', '10', '11']);
  });

  test('are renormalised where keys are hidden, each pattern by its own rows', () => {
    const hidden = { keys: Uint8Array.of(1, 0, 0), queries: Uint8Array.of(1, 0) };
    const before = Float32Array.of(0, 0, 1, 0.5, 0.25, 0.25);
    expect(listed({ ...SOURCE, hidden, before })).toEqual([
      [1, 1, Math.fround(Math.fround(1 / 0.875)) * 0.375, 0.5],
      [1, 2, Math.fround(Math.fround(1 / 0.875)) * 0.5, 0.5],
    ]);
  });
});

describe('the largest cells', () => {
  test('are those with the largest change where there was one, else the largest weights', () => {
    const before = Float32Array.of(0.5, 0.25, 0.25, 0.75, 0.125, 0.125);
    const cells = largestCells((isLarge) => shownCells({ ...SOURCE, before }, isLarge), 2);
    expect(cells.map(({ query, key, weight }) => [query, key, weight])).toEqual([
      [1, 0, 0.125],
      [1, 2, 0.5],
    ]);
    expect(largestCells((isLarge) => shownCells(SOURCE, isLarge), 3).map(({ weight }) => weight)).toEqual([
      0.5, 0.5, 0.375,
    ]);
  });

  test('are the first of all cells in order', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 9 }), (list, count) => {
        const cells = list.map((weight, key) => ({ query: 0, key, weight, before: null }));
        const sorted = cells.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, count);
        expect(largestCells(() => cells, count)).toEqual(sorted);
        const source = { ...SOURCE, pattern: Float32Array.from(list), nKeys: list.length };
        expect(largestCells((isLarge) => shownCells(source, isLarge), count)).toEqual(sorted);
      }),
    );
  });
});
