import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averageToken, columnOf, overAverage } from './direct.ts';
import type { Unembedding } from './direct.ts';
import { startSpeaking } from './speaking.ts';
import { apart } from './testing/fixtures.ts';

const numbers = (length: number) =>
  fc.array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: length, maxLength: length });

test('a table that comes some rows at a time says what the whole says, however it lies', () => {
  const [d, nTokens] = [5, 7];
  const layouts = fc.constantFrom('token-dim' as const, 'dim-token' as const);
  fc.assert(
    fc.property(
      layouts,
      numbers(d * nTokens),
      numbers(d),
      numbers(d),
      fc.nat({ max: 4 }),
      (layout, all, a, b, atOnce) => {
        const table: Unembedding = { weights: Float32Array.from(all), layout, d, nTokens, bias: null };
        const vectors = [a, b].map((vector) => Float64Array.from(vector));
        const speaking = startSpeaking(table, vectors, [6, 2]);
        const step = (atOnce + 1) * (layout === 'token-dim' ? d : nTokens);
        for (let at = 0; at < all.length; at += step) speaking.add(table.weights.subarray(at, at + step));
        const { over, columns, average } = speaking.end();
        for (const [at, vector] of vectors.entries())
          expect(apart(over[at]!, overAverage(vector, table))).toBeLessThan(1e-12);
        for (const id of [6, 2]) expect(columns.get(id)).toEqual(columnOf(id, table));
        expect(apart(average, averageToken(table))).toBeLessThan(1e-12);
      },
    ),
  );
});

test('a table of which rows are missing says nothing', () => {
  const speaking = startSpeaking({ layout: 'dim-token', d: 2, nTokens: 3 }, [], []);
  speaking.add(new Float32Array(3));
  expect(() => speaking.end()).toThrow('invalid table: 1 of 2 rows');
});
