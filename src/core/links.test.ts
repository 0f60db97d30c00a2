import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renormalise } from './hiding.ts';
import { strongestLinks } from './links.ts';

fc.configureGlobal({ seed: 20_261_121 });

/** Shape [query, key] = [4, 4]; rows sum to 1. */
const PATTERN = Float32Array.of(0.5, 0.25, 0.25, 0, 0.125, 0.125, 0.25, 0.5, 1, 0, 0, 0, 0.25, 0.5, 0.125, 0.125);

const links = (of: { query: number | null; key: number | null }, limit = 8, least = 0.1) =>
  strongestLinks(PATTERN, 4, of, null, limit, least);

describe('the strongest links', () => {
  test('of a query lead to the keys of its row, the hardest first, without itself', () => {
    expect(links({ query: 3, key: null })).toEqual([
      { query: 3, key: 1, weight: 0.5 },
      { query: 3, key: 0, weight: 0.25 },
      { query: 3, key: 2, weight: 0.125 },
    ]);
  });

  test('of a key come from the queries of its column', () => {
    expect(links({ query: null, key: 0 })).toEqual([
      { query: 2, key: 0, weight: 1 },
      { query: 3, key: 0, weight: 0.25 },
      { query: 1, key: 0, weight: 0.125 },
    ]);
  });

  test('are those of the query where both are given', () => {
    expect(links({ query: 3, key: 0 })).toEqual(links({ query: 3, key: null }));
  });

  test('are none of nothing, and none of a token that is not there', () => {
    expect(links({ query: null, key: null })).toEqual([]);
    expect(links({ query: 4, key: null })).toEqual([]);
    expect(links({ query: null, key: 4 })).toEqual([]);
  });

  test('are no more than the limit, and none below the least weight', () => {
    expect(links({ query: 3, key: null }, 2)).toHaveLength(2);
    expect(links({ query: 3, key: null }, 8, 0.25).map(({ key }) => key)).toEqual([1, 0]);
  });

  test('have renormalised weights, and neither end hidden, when keys are hidden', () => {
    const keys = Uint8Array.of(1, 0, 0, 0);
    const hiding = { hidden: { keys, queries: keys }, rows: renormalise(PATTERN, 4, keys) };
    const of = (query: number | null, key: number | null) =>
      strongestLinks(PATTERN, 4, { query, key }, hiding, 8, 0.01);
    const [first, second, ...rest] = of(3, null);
    expect(first).toMatchObject({ query: 3, key: 1 });
    expect(first?.weight).toBeCloseTo(0.5 / 0.75, 6);
    expect(second?.weight).toBeCloseTo(0.125 / 0.75, 6);
    expect(rest).toEqual([]);
    expect(of(0, null)).toEqual([]);
    expect(of(null, 0)).toEqual([]);
  });

  test('hold every link of the row that is heavier than the lightest of them', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 25, maxLength: 25 });
    fc.assert(
      fc.property(weights, fc.nat(4), fc.integer({ min: 1, max: 5 }), (hundredths, query, limit) => {
        const pattern = Float32Array.from(hundredths, (weight) => weight / 100);
        const found = strongestLinks(pattern, 5, { query, key: null }, null, limit, 0.05);
        const row = [...pattern.subarray(query * 5, query * 5 + 5)];
        const expected = row
          .filter((weight, key) => key !== query && weight >= 0.05)
          .toSorted((a, b) => b - a)
          .slice(0, limit);
        expect(found.map(({ weight }) => weight)).toEqual(expected);
        for (const link of found) expect(pattern[link.query * 5 + link.key]).toBe(link.weight);
      }),
    );
  });
});
