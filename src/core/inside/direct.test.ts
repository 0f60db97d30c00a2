import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averageToken, columnOf, frozenSigma, normedPart, overAverage, tokenDirection } from './direct.ts';
import type { FrozenNorm, Unembedding } from './direct.ts';
import { copyingScore, rankOf, spreadTokens } from './copying.ts';
import { apart, nameOf, SPOKEN_CASES } from './testing/fixtures.ts';
import { resultInto } from './testing/result.ts';
import { largestIds, smallestIds } from '../largestIds.ts';
import { dot } from './vectors.ts';
import { writtenInto } from './written.ts';

fc.configureGlobal({ seed: 20_261_130 });

const NORM: FrozenNorm = {
  kind: 'layer',
  sigma: 2,
  gamma: Float32Array.of(1, 2, -1),
  beta: Float32Array.of(0, 1, 0),
};
/** Shape [d, nTokens] = [3, 4]. */
const TABLE: Unembedding = {
  weights: Float32Array.of(1, 0, 0, 3, 0, 2, 0, 2, 1, 1, 0, 2),
  layout: 'dim-token',
  d: 3,
  nTokens: 4,
  bias: Float32Array.of(0.5, -0.5, 1, 1),
};

function turned({ weights, d, nTokens, ...table }: Unembedding): Unembedding {
  const lying = Float32Array.from(weights, (_, at) => weights[(at % d) * nTokens + Math.floor(at / d)]!);
  return { ...table, weights: lying, layout: 'token-dim', d, nTokens };
}

describe('by hand', () => {
  test('the divisor of 1, 3 and 8 is the root of 26 thirds and epsilon; without taking the mean out, of 74 thirds', () => {
    expect(frozenSigma([1, 3, 8], 'layer', 1 / 3)).toBeCloseTo(3, 12);
    expect(frozenSigma([1, 3, 8], 'rms', 1 / 3)).toBeCloseTo(5, 12);
  });

  test('a part is centred, divided and weighed', () => {
    expect([...normedPart([1, 3, 8], NORM)]).toEqual([-1.5, -1, -2]);
    expect([...normedPart([1, 3, 8], { ...NORM, kind: 'rms' })]).toEqual([0.5, 3, -4]);
  });

  test('its logits are over the average of the vocabulary, however the table lies', () => {
    // -1.5 - 2, -2 - 2, 0 and -4.5 - 2 - 4, of which the mean is -4.5.
    const expected = [1, 0.5, 4.5, -6];
    expect([...overAverage(Float64Array.of(-1.5, -1, -2), TABLE)]).toEqual(expected);
    expect([...overAverage(Float64Array.of(-1.5, -1, -2), turned(TABLE))]).toEqual(expected);
  });

  test('the average token is the mean column', () => {
    const average = averageToken(TABLE);
    expect([...average]).toEqual([1, 1, 1]);
    expect(averageToken(turned(TABLE))).toEqual(average);
  });

  test('the rank counts what is larger; below 5 is copied', () => {
    expect(rankOf([5, 9, 5, 7], 0)).toBe(2);
    expect(rankOf([5, 9, 5, 7], 1)).toBe(0);
    expect(copyingScore([0, 4, 5, 1000], 5)).toBe(0.5);
  });

  test('200 of 4096 tokens are 7, 27 and so on to 3987; a small vocabulary is tried whole', () => {
    const tokens = spreadTokens(4096, 200);
    expect([tokens.length, tokens[0], tokens[1], tokens.at(-1)]).toEqual([200, 7, 27, 3987]);
    expect(spreadTokens(3, 200)).toEqual([0, 1, 2]);
    expect(Math.max(...spreadTokens(399, 200))).toBeLessThan(399);
  });
});

const DIRECT = SPOKEN_CASES.map((one) => [nameOf(one), one.direct] as const);

test('the fixtures have direct logits of the six cases that can have them', () => {
  expect(DIRECT).toHaveLength(6);
});

test.each(DIRECT)('%s: parts by key sum to the head, lists stand in the order of values and ids', (_, direct) => {
  expect(direct.byKey.reduce((sum, one) => sum + one, 0)).toBeCloseTo(direct.head, 5);
  const values = new Float64Array(4096);
  for (const [id, , value] of [...direct.promoted, ...direct.suppressed]) values[id] = value;
  expect(largestIds(values, 10)).toEqual(direct.promoted.map(([id]) => id));
  expect(smallestIds(values, 10)).toEqual(direct.suppressed.map(([id]) => id));
});

describe('of any head', () => {
  const [d, nTokens, dV, nKeys] = [4, 6, 2, 3];
  const numbers = (length: number) =>
    fc.array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: length, maxLength: length });
  const heads = fc.record({
    kind: fc.constantFrom('layer' as const, 'rms' as const),
    gamma: numbers(d),
    beta: numbers(d),
    table: numbers(d * nTokens),
    bias: numbers(nTokens),
    stream: numbers(d),
    values: numbers(nKeys * dV),
    rows: numbers(dV * d),
  });

  test('the direction of a token, the whole list and the sum over keys agree; the parts sum to the logit', () => {
    fc.assert(
      fc.property(heads, ({ kind, gamma, beta, table, bias, stream, values, rows }) => {
        const weights = [0.5, 0.25, 0.25];
        const [v, w] = [Float32Array.from(values), Float32Array.from(rows)];
        const norm: FrozenNorm = {
          kind,
          sigma: frozenSigma(stream, kind, 0.5),
          gamma: Float32Array.from(gamma),
          beta: Float32Array.from(beta),
        };
        const unembedding: Unembedding = {
          weights: Float32Array.from(table),
          layout: 'dim-token',
          d,
          nTokens,
          bias: Float32Array.from(bias),
        };
        const average = averageToken(unembedding);
        const written = writtenInto(new Float64Array(d), resultInto(new Float64Array(dV), weights, v), w);
        const rest = stream.map((one, c) => one - written[c]!);
        const list = overAverage(normedPart(written, norm), unembedding);
        // The model's own way: norm, table, bias, and then the average taken out.
        const normed = normedPart(stream, norm).map((one, c) => one + beta[c]!);
        const logits = bias.map((one, id) => one + normed.reduce((sum, x, c) => sum + x * table[c * nTokens + id]!, 0));
        const mean = logits.reduce((sum, one) => sum + one, 0) / nTokens;
        // What every text gives a token: beta through the table, and the bias.
        const constant = (id: number): number =>
          bias[id]! + beta.reduce((sum, one, c) => sum + one * table[c * nTokens + id]!, 0);
        const constantMean = bias.reduce((sum, _, id) => sum + constant(id), 0) / nTokens;
        for (let id = 0; id < nTokens; id++) {
          const direction = tokenDirection(columnOf(id, unembedding), average, norm);
          expect(dot(written, direction)).toBeCloseTo(list[id]!, 8);
          const sum = dot(written, direction) + dot(rest, direction) + constant(id) - constantMean;
          expect(sum).toBeCloseTo(logits[id]! - mean, 7);
          expect(apart(direction, tokenDirection(columnOf(id, turned(unembedding)), average, norm))).toBe(0);
        }
        expect(list.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 9);
      }),
    );
  });
});
