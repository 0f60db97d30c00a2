import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AttentionTensor } from '../../core/tensor.ts';
import { cellPaint, paintCells } from './headPaint.ts';
import type { CellPaint, ShownPatterns } from './headPaint.ts';
import { stretchPaint } from './stretchPaint.ts';

fc.configureGlobal({ seed: 20_261_130 });

const [N_QUERIES, N_KEYS] = [7, 9];

function painted(paint: CellPaint): Uint32Array {
  const { nQueries, nKeys } = paint.source;
  const pixels = new Uint32Array(nQueries * nKeys);
  paintCells(pixels, nKeys, nQueries, paint);
  return pixels;
}

const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 63, maxLength: 63 });
const tensor = weights.map((data): AttentionTensor => {
  return { kind: 'cross', nLayers: 1, nHeads: 1, nQueries: N_QUERIES, nKeys: N_KEYS, data: Float32Array.from(data) };
});
const span = (n: number) =>
  fc.tuple(fc.nat(n - 1), fc.nat(n - 1)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) + 1 }));
const flags = (n: number) => fc.array(fc.nat(1), { minLength: n, maxLength: n }).map((all) => Uint8Array.from(all));
const patterns: fc.Arbitrary<ShownPatterns> = fc.record<Required<Omit<ShownPatterns, 'differenceMax' | 'thumbnails'>>>({
  tensor,
  isCausal: fc.boolean(),
  hidden: fc.option(fc.record({ keys: flags(N_KEYS), queries: flags(N_QUERIES) })),
  mode: fc.constantFrom('absolute', 'head', 'log'),
  base: fc.option(tensor),
});

test('the cells of a stretch have the colours that they have in the whole', () => {
  fc.assert(
    fc.property(patterns, span(N_QUERIES), span(N_KEYS), (shown, queries, keys) => {
      const whole = cellPaint(shown, { layer: 0, head: 0 }, 'light');
      const all = painted(whole);
      const expected: number[] = [];
      for (let query = queries.start; query < queries.end; query++)
        expected.push(...all.subarray(query * N_KEYS + keys.start, query * N_KEYS + keys.end));
      expect([...painted(stretchPaint(whole, { queries, keys }))]).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test('without a stretch the painter gets what it had', () => {
  const shown: ShownPatterns = {
    tensor: { kind: 'cross', nLayers: 1, nHeads: 1, nQueries: 1, nKeys: 2, data: Float32Array.of(0.5, 0.5) },
    isCausal: false,
    hidden: null,
    mode: 'absolute',
  };
  const whole = cellPaint(shown, { layer: 0, head: 0 }, 'light');
  expect(stretchPaint(whole, null)).toBe(whole);
});
