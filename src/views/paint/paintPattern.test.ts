import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { paintPattern } from './paintPattern.ts';
import type { PatternPixels } from './paintPattern.ts';
import { pixelTable } from './pixelTable.ts';
import type { ScaleMode } from './weightScale.ts';

/** Where the log scale ends. */
const LOG_FLOOR = 1e-4;

fc.configureGlobal({ seed: 20_261_121 });

/** A "colour" that tells its step: 1 for the first of 256, so that 0 is left for what is not painted. */
const STEPS = Uint32Array.from({ length: 256 }, (_, step) => step + 1);
const ABSOLUTE = pixelTable({ mode: 'absolute', max: 1 }, STEPS);
const NOTHING = 0;

/** Paints and gives the step of each pixel; null where nothing is painted. */
function paint(width: number, height: number, source: Omit<PatternPixels, 'table'>, table = ABSOLUTE) {
  // Not zeros: what a picture held before must not shine through.
  const out = new Uint32Array(width * height).fill(77);
  paintPattern(out, width, height, { ...source, table });
  return Array.from(out, (pixel) => (pixel === NOTHING ? null : pixel - 1));
}

/** Shape [query, key] = [3, 4]; weights whose step can be counted by hand: 255 x weight, rounded. */
const PATTERN = Float32Array.of(1, 0, 0.5, 0.25, 0, 0.2, 0.4, 0.6, 0.8, 0.15, 0.35, 0.72);
const PLAIN = { pattern: PATTERN, nQueries: 3, nKeys: 4, isCausal: false, hiding: null };

describe('a pattern painted cell by cell', () => {
  test('has a row for each query and a column for each key', () => {
    expect(paint(4, 3, PLAIN)).toEqual([255, 0, 128, 64, 0, 51, 102, 153, 204, 38, 89, 184]);
  });

  test('leaves later keys of a causal model unpainted, whatever their weight', () => {
    expect(paint(4, 3, { ...PLAIN, isCausal: true })).toEqual([
      255,
      null,
      null,
      null,
      0,
      51,
      null,
      null,
      204,
      38,
      89,
      null,
    ]);
  });

  test('leaves hidden rows and columns unpainted and scales the rows that are left', () => {
    const hiding = {
      keys: Uint8Array.of(0, 1, 0, 0),
      queries: Uint8Array.of(0, 1, 0),
      rowScale: Float32Array.of(0.5, 9, 1),
    };
    expect(paint(4, 3, { ...PLAIN, hiding })).toEqual([128, null, 64, 32, null, null, null, null, 204, null, 89, 184]);
  });

  test('shows a weight a little above 1 as 1', () => {
    const pattern = Float32Array.of(1 + 2 ** -23, 1 + 2 ** -12, 1.004, 1);
    expect(paint(2, 2, { ...PLAIN, pattern, nQueries: 2, nKeys: 2 })).toEqual([255, 255, 255, 255]);
  });

  test('looks the same whether nothing can be hidden or nothing is', () => {
    const hiding = { keys: new Uint8Array(4), queries: new Uint8Array(3), rowScale: Float32Array.of(1, 1, 1) };
    expect(paint(4, 3, { ...PLAIN, hiding })).toEqual(paint(4, 3, PLAIN));
  });
});

describe('a pattern painted smaller than it is', () => {
  test('shows the largest weight of each block of cells', () => {
    // Blocks of one query x two keys, then of rows 0 | 1-2 and keys 0-1 | 2-3.
    expect(paint(2, 3, PLAIN)).toEqual([255, 128, 51, 153, 204, 184]);
    expect(paint(2, 2, PLAIN)).toEqual([255, 128, 204, 184]);
    expect(paint(1, 1, PLAIN)).toEqual([255]);
  });

  test('leaves a block unpainted only if no cell of it may be looked at', () => {
    expect(paint(2, 3, { ...PLAIN, isCausal: true })).toEqual([255, null, 51, null, 204, 89]);
  });

  test('keeps a one-pixel diagonal of 512 tokens in every one of 74 blocks', () => {
    const n = 512;
    const pattern = new Float32Array(n * n);
    for (let query = 1; query < n; query++) pattern[query * n + query - 1] = 1;
    const painted = paint(74, 74, { pattern, nQueries: n, nKeys: n, isCausal: true, hiding: null });
    for (let i = 0; i < 74; i++) expect(painted[i * 74 + i]).toBe(255);
    expect(painted[73]).toBeNull();
    expect(painted[73 * 74]).toBe(0);
  });
});

test.each([
  [5, 3],
  [4, 4],
])('a picture of %i x %i is refused for 4 keys x 3 queries', (width, height) => {
  expect(() => paint(width, height, PLAIN)).toThrow(RangeError);
});

/** The rule of the ramp, written anew: share of the full colour at a weight. */
function share(mode: ScaleMode, max: number, weight: number): number {
  if (mode === 'absolute') return Math.min(1, weight);
  if (mode === 'head') return max === 0 ? 0 : Math.min(1, weight / max);
  const decades = Math.log10(Math.max(weight, LOG_FLOOR)) - Math.log10(LOG_FLOOR);
  return Math.min(1, decades / -Math.log10(LOG_FLOOR));
}

/** The largest shown weight of the cells under a pixel, by going through all cells; null if none may be shown. */
function largestUnder(source: Omit<PatternPixels, 'table'>, width: number, height: number, x: number, y: number) {
  const { pattern, nQueries, nKeys, isCausal, hiding } = source;
  let largest: number | null = null;
  for (let query = 0; query < nQueries; query++) {
    for (let key = 0; key < nKeys; key++) {
      const isUnder = blockOf(query, nQueries, height) === y && blockOf(key, nKeys, width) === x;
      const isShown = !(isCausal && key > query) && !hiding?.queries[query] && !hiding?.keys[key];
      if (isUnder && isShown)
        largest = Math.max(largest ?? 0, pattern[query * nKeys + key]! * (hiding?.rowScale[query] ?? 1));
    }
  }
  return largest;
}

/** Which of `count` blocks a cell falls into: the last one that begins at or before it. */
function blockOf(cell: number, nCells: number, count: number): number {
  let block = 0;
  while (block + 1 < count && Math.floor(((block + 1) * nCells) / count) <= cell) block++;
  return block;
}

describe.each<ScaleMode>(['absolute', 'head', 'log'])('every pixel on the scale "%s"', (mode) => {
  test('is the step of the largest weight under it, give or take one', () => {
    const sizes = fc.record({ n: fc.integer({ min: 1, max: 9 }), extra: fc.integer({ min: 0, max: 4 }) });
    const weight = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 0, max: 60 }).map((tenths) => 10 ** (-tenths / 10)),
      fc.constantFrom(0, 1),
    );
    fc.assert(
      fc.property(
        sizes,
        fc.array(weight, { minLength: 117, maxLength: 117 }),
        fc.boolean(),
        fc.option(fc.array(fc.boolean(), { minLength: 13, maxLength: 13 })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ n, extra }, weights, isCausal, flags, shrinkX, shrinkY) => {
          const [nQueries, nKeys] = [n, n + extra];
          const source = {
            pattern: Float32Array.from(weights).subarray(0, nQueries * nKeys),
            nQueries,
            nKeys,
            isCausal,
            hiding:
              flags === null
                ? null
                : {
                    keys: Uint8Array.from(flags, Number),
                    queries: Uint8Array.from(flags.toReversed(), Number),
                    rowScale: Float32Array.from({ length: nQueries }, (_, query) => 1 - query / 16),
                  },
          };
          const max = Math.max(...source.pattern);
          const width = Math.max(1, Math.round(nKeys * shrinkX));
          const height = Math.max(1, Math.round(nQueries * shrinkY));
          const painted = paint(width, height, source, pixelTable({ mode, max }, STEPS));
          const expected = painted.map((_, at) => {
            const largest = largestUnder(source, width, height, at % width, Math.floor(at / width));
            return largest === null ? null : Math.round(share(mode, max, largest) * 255);
          });
          const isClose = (step: number | null, wanted: number | null): boolean =>
            step === null || wanted === null ? step === wanted : Math.abs(step - wanted) <= 1;
          expect(painted.filter((step, at) => !isClose(step, expected[at]!))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
