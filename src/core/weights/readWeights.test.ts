import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockEdges, emptyThumbnails } from './thumbnails.ts';
import { readWeights } from './readWeights.ts';

fc.configureGlobal({ seed: 20_261_130 });

const EXACT = { mostError: 1e-2, mayFallShort: false, thumbnails: null } as const;

/** Two heads of two queries and three keys. */
const WORKED = Float32Array.of(0.5, 0.25, 0.25, 0, 1, 0, 0.125, 0.75, 0.125, 0.25, 0.25, 0.5);

describe('one reading of the weights', () => {
  test('of two heads pools each row and column of blocks of a worked example', () => {
    const pooled = { nQueries: 1, nKeys: 2, data: new Float32Array(4) };
    const layer = { data: WORKED, nQueries: 2, nKeys: 3 };
    expect(readWeights(layer, { ...EXACT, thumbnails: pooled })).toEqual({ worst: 0, bad: null });
    // Blocks of keys: 0, and 1 to 2; both queries in one.
    expect([...pooled.data]).toEqual([0.5, 1, 0.25, 0.75]);
  });

  test('says how far the worst row is from 1', () => {
    const data = WORKED.slice();
    data[11] = 0.504;
    expect(readWeights({ data, nQueries: 2, nKeys: 3 }, EXACT).worst).toBeCloseTo(0.004, 6);
  });

  test.each([
    ['a sum too large', [0.5, 0.5, 0.5], { row: 2, sum: 1.5, isWeights: true }],
    ['a weight below 0', [-0.5, 0.5, 1], { row: 2, sum: 1, isWeights: false }],
    ['no number', [NaN, 0.5, 0.5], { row: 2, sum: NaN, isWeights: false }],
  ])('stops at %s, with its place', (_, row, bad) => {
    const data = WORKED.slice();
    data.set(row, 6);
    expect(readWeights({ data, nQueries: 2, nKeys: 3 }, EXACT).bad).toEqual(bad);
  });

  test('lets rows sum to less where a sink takes the rest, never to more', () => {
    const data = WORKED.slice();
    data[0] = 0.25;
    const layer = { data, nQueries: 2, nKeys: 3 };
    expect(readWeights(layer, EXACT).bad?.row).toBe(0);
    expect(readWeights(layer, { ...EXACT, mayFallShort: true })).toEqual({ worst: 0, bad: null });
    data[0] = 0.75;
    expect(readWeights(layer, { ...EXACT, mayFallShort: true }).bad?.row).toBe(0);
  });

  test('gives each block its largest weight, whatever the shapes', () => {
    const size = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        size,
        size,
        size,
        size,
        size,
        fc.infiniteStream(fc.nat(63)),
        (nHeads, nQueries, nKeys, h, w, draws) => {
          const [height, width] = [Math.min(h, nQueries), Math.min(w, nKeys)];
          const data = Float32Array.from({ length: nHeads * nQueries * nKeys }, () => draws.next().value / 64);
          const thumbnails = { nQueries: height, nKeys: width, data: new Float32Array(nHeads * height * width) };
          const mostError = Infinity;
          readWeights({ data, nQueries, nKeys }, { mostError, mayFallShort: false, thumbnails });
          const blockOf = (at: number, n: number, points: number): number =>
            blockEdges(n, points).findLastIndex((edge, point) => point < points && edge <= at);
          const expected = new Float32Array(thumbnails.data.length);
          data.forEach((weight, cell) => {
            const [key, query, head] = [
              cell % nKeys,
              Math.floor(cell / nKeys) % nQueries,
              Math.floor(cell / nKeys / nQueries),
            ];
            const at = (head * height + blockOf(query, nQueries, height)) * width + blockOf(key, nKeys, width);
            expected[at] = Math.max(expected[at] ?? 0, weight);
          });
          expect(thumbnails.data).toEqual(expected);
        },
      ),
    );
  });
});

describe('thumbnails', () => {
  const stack = (nQueries: number, nKeys: number) =>
    ({ kind: 'cross', nLayers: 2, nHeads: 3, nQueries, nKeys, data: new Float32Array(0) }) as const;

  test('are made of patterns larger than they, along each axis that is', () => {
    expect(emptyThumbnails(stack(96, 96))).toBeNull();
    expect(emptyThumbnails(stack(97, 20))).toMatchObject({ nLayers: 2, nHeads: 3, nQueries: 96, nKeys: 20 });
    expect(emptyThumbnails(stack(20, 200))?.data).toHaveLength(2 * 3 * 20 * 96);
  });

  test('have their blocks without an allowed cell above the diagonal, as the pattern has its cells', () => {
    fc.assert(
      fc.property(fc.integer({ min: 97, max: 600 }), (n) => {
        const edges = blockEdges(n, 96);
        // The last query of block y sees the first key of block x.
        const seen = Array.from({ length: 96 }, (_, y) => edges.findLastIndex((edge) => edge <= edges[y + 1]! - 1));
        expect(seen).toEqual(seen.map((_, y) => y));
      }),
      { numRuns: 20 },
    );
  });
});
