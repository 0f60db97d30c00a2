import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { finish } from '../slices.ts';
import type { FrozenNorm } from './direct.ts';
import { eigenvaluesOf } from './eigenvalues.ts';
import { signOfWeights, tokensToThemselves } from './weightSign.ts';

const rows = (...numbers: readonly number[]): Float32Array => Float32Array.from(numbers);
const RMS: FrozenNorm = { kind: 'rms', sigma: 1, gamma: rows(1, 1), beta: null };

describe('two words of two channels, each scored by its own embedding', () => {
  const data = rows(1, 0, 0, 1);
  const table = { weights: data, layout: 'token-dim', d: 2, nTokens: 2, bias: null } as const;
  const sums = finish(tokensToThemselves({ data, nTokens: 2, d: 2 }, table));

  test.each([
    ['raises every word itself', [1, 0, 0, 1], 1],
    ['lowers every word itself', [-2, 0, 0, -1], -1],
    ['raises the other word', [0, 1, 1, 0], 0],
    // 3 and -1.
    ['raises one more than it lowers the other', [3, 0, 0, -1], 0.5],
  ] as const)('a head that %s', (_, weights, expected) => {
    const side = { norm: { kind: 'rms', gamma: null }, weights: rows(...weights) } as const;
    expect(signOfWeights(rows(1, 0, 0, 1), side, 0, RMS, sums)).toBeCloseTo(expected, 12);
  });

  test('of weights of 0 there is none', () => {
    const side = { norm: { kind: 'rms', gamma: null }, weights: rows(0, 0, 0, 0) } as const;
    expect(signOfWeights(rows(1, 0, 0, 1), side, 0, RMS, sums)).toBeNaN();
  });
});

/** [nRows, nInner] times [nInner, nColumns]. */
function product(a: readonly number[], b: readonly number[], nInner: number, nColumns: number): number[] {
  return Array.from({ length: (a.length / nInner) * nColumns }, (_, at) => {
    const [row, column] = [Math.floor(at / nColumns), at % nColumns];
    let sum = 0;
    for (let k = 0; k < nInner; k++) sum += a[row * nInner + k]! * b[k * nColumns + column]!;
    return sum;
  });
}

const some = (length: number) => fc.array(fc.integer({ min: -4, max: 4 }), { minLength: length, maxLength: length });

test('the sums over the vocabulary are plain sums of products: of any number of tokens, of two tables of either layout and of one', () => {
  const d = 3;
  const sizes = fc.integer({ min: 1, max: 19 });
  fc.assert(
    fc.property(
      sizes.chain((nTokens) => fc.tuple(fc.constant(nTokens), some(nTokens * d), some(nTokens * d))),
      fc.constantFrom('token-dim', 'dim-token', 'tied'),
      ([nTokens, spoken, read], form) => {
        const data = rows(...read);
        const weights = form === 'tied' ? data : rows(...spoken);
        const layout = form === 'tied' ? 'token-dim' : form;
        const out = (id: number, i: number): number => weights[layout === 'token-dim' ? id * d + i : i * nTokens + id]!;
        const plain = Array.from({ length: d * d }, (_, at) => {
          const [i, j] = [Math.floor(at / d), at % d];
          return read.reduce((sum, _one, id) => (id < nTokens ? sum + out(id, i) * read[id * d + j]! : sum), 0);
        });
        const table = { weights, layout, d, nTokens, bias: null } as const;
        expect([...finish(tokensToThemselves({ data, nTokens, d }, table))]).toEqual(plain);
      },
    ),
  );
});

const N = { tokens: 6, d: 4, dV: 2, heads: 3 } as const;

test('the small matrix has the eigenvalues of the one over the whole vocabulary, with norms of either kind and tables of either layout', () => {
  const all = fc.tuple(
    some(N.tokens * N.d),
    some(N.tokens * N.d),
    some(N.d * N.heads * N.dV),
    some(N.dV * N.d),
    some(N.d),
    some(N.d),
    fc.nat(N.heads - 1),
  );
  const kinds = fc.tuple(fc.constantFrom('rms', 'layer'), fc.constantFrom('rms', 'layer'));
  fc.assert(
    fc.property(
      all,
      kinds,
      fc.constantFrom('token-dim', 'dim-token'),
      ([e, u, v, o, g1, g, head], [first, last], layout) => {
        const mean = (row: readonly number[]): number => row.reduce((sum, one) => sum + one, 0) / row.length;
        const centred = (matrix: readonly number[], kind: string): number[] =>
          matrix.map((one, at) => {
            const row = Math.floor(at / N.d) * N.d;
            return kind === 'layer' ? one - mean(matrix.slice(row, row + N.d)) : one;
          });
        const times = (matrix: readonly number[], gamma: readonly number[]) =>
          matrix.map((one, at) => one * gamma[at % N.d]!);
        const wV = v.filter((_, at) => Math.floor((at % (N.heads * N.dV)) / N.dV) === head);
        const uT = Array.from({ length: u.length }, (_, at) => u[(at % N.tokens) * N.d + Math.floor(at / N.tokens)]!);
        const values = product(times(centred(e, first), g1), wV, N.d, N.dV);
        const written = product(times(centred(o, last), g), uT, N.d, N.tokens);
        const { re, im } = eigenvaluesOf(Float64Array.from(product(values, written, N.dV, N.tokens)), N.tokens);
        const size = re.reduce((sum, one, at) => sum + Math.hypot(one, im[at]!), 0);
        // Where all eigenvalues but rounding are 0 the ratio is one of roundings.
        fc.pre(size > 1);
        const sums = finish(
          tokensToThemselves(
            { data: rows(...e), nTokens: N.tokens, d: N.d },
            { weights: rows(...(layout === 'token-dim' ? u : uT)), layout, d: N.d, nTokens: N.tokens, bias: null },
          ),
        );
        const norm: FrozenNorm = { kind: last, sigma: 1, gamma: rows(...g), beta: null };
        const side = { norm: { kind: first, gamma: rows(...g1) }, weights: rows(...v) };
        const found = signOfWeights(rows(...o), side, head, norm, sums);
        expect(found).toBeCloseTo(re.reduce((sum, one) => sum + one, 0) / size, 5);
      },
    ),
    { numRuns: 200 },
  );
});

test('a table of other words is a bug', () => {
  const table = { weights: rows(1, 0, 0, 1), layout: 'token-dim', d: 2, nTokens: 2, bias: null } as const;
  expect(() => finish(tokensToThemselves({ data: rows(1, 0), nTokens: 1, d: 2 }, table))).toThrow(RangeError);
});
