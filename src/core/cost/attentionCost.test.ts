import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attentionCost } from './attentionCost.ts';
import type { AttentionShape } from './attentionCost.ts';

type Row = {
  readonly name: string;
  readonly d: number;
  readonly h: number;
  readonly hKv?: number;
  readonly dK: number;
  readonly T: number;
  readonly layers?: number;
  readonly bias?: boolean;
  readonly bytes?: number;
  readonly result: unknown;
};

/** Worked out apart from this program. */
const FIXTURE: { readonly rows: readonly Row[] } = JSON.parse(
  readFileSync(`${import.meta.dirname}/fixtures/inside_costs.json`, 'utf8'),
);

/** Nothing equals anything else. */
const SHAPE: AttentionShape = {
  d: 5,
  nHeads: 6,
  nKeyHeads: 2,
  dK: 7,
  nTokens: 11,
  nLayers: 3,
  hasBiases: true,
  bytes: 2,
};

describe('what attention costs', () => {
  test('the fixture has its 26 rows', () => {
    expect(FIXTURE.rows).toHaveLength(26);
  });

  test.each(FIXTURE.rows)('equals the reference in every integer: $name', (row) => {
    const { d, h, dK, T, hKv = h, layers = 1, bias = false, bytes = 4, result } = row;
    const { multiplyAdds, rank, ...rest } = attentionCost({
      d,
      nHeads: h,
      nKeyHeads: hKv,
      dK,
      nTokens: T,
      nLayers: layers,
      hasBiases: bias,
      bytes,
    });
    const { projections, products, productsOfCausal, total } = multiplyAdds;
    expect({
      ...rest,
      rankPerHead: rank,
      multiplyAdds: { projections, products, productsIfMaskedCellsAreSkipped: productsOfCausal, total },
    }).toEqual(result);
  });

  test('a layer whose sizes all differ, counted by hand', () => {
    // W_Q and W_O: 5 x 42 each, W_K and W_V: 5 x 14 each; biases 42 + 14 + 14 + 5. Maps: 6 x 11 x 11 cells.
    expect(attentionCost(SHAPE)).toEqual({
      parameters: 3 * (210 + 210 + 70 + 70 + 75),
      weightBytes: 2 * 3 * 635,
      multiplyAdds: {
        projections: 3 * 11 * 560,
        products: 3 * 2 * 726 * 7,
        productsOfCausal: 3 * 2 * 6 * 66 * 7,
        total: 3 * 11 * 560 + 3 * 2 * 726 * 7,
      },
      exponentials: 3 * 726,
      mapBytes: 2 * 3 * 726,
      activationBytes: 3 * 2 * 11 * (42 + 14 + 14 + 42),
      cacheBytes: 3 * 2 * 2 * 11 * 14,
      rank: 5,
    });
  });

  const sizes = { d: fc.integer({ min: 1, max: 64 }), nTokens: fc.integer({ min: 1, max: 300 }) };

  test('at one width more heads cost nothing but maps and exponentials, and these as many times', () => {
    fc.assert(
      fc.property(fc.record(sizes), fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 8 }), (some, h, dK) => {
        const shape = { ...SHAPE, ...some };
        const one = attentionCost({ ...shape, nHeads: 1, nKeyHeads: 1, dK: h * dK });
        const many = attentionCost({ ...shape, nHeads: h, nKeyHeads: h, dK });
        const { exponentials, mapBytes, rank } = one;
        expect(many).toEqual({
          ...one,
          exponentials: h * exponentials,
          mapBytes: h * mapBytes,
          rank: Math.min(dK, shape.d),
        });
        expect(rank).toBe(Math.min(h * dK, shape.d));
      }),
    );
  });
});
