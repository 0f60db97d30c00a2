import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../random.ts';
import { finish } from '../slices.ts';
import { apart, INSIDE, nameOf } from './testing/fixtures.ts';
import { resultInto } from './testing/result.ts';
import { layerValueMaps, rowShares, valueMap } from './valueMap.ts';
import { offeredLengths, outputGram, sentRow, weightedValueInto } from './values.ts';
import { cosineOf, lengthOf } from './vectors.ts';
import { headLengths, inStream, writtenInto } from './written.ts';

fc.configureGlobal({ seed: 20_261_130 });

/** Shape [key, dV] = [3, 2]. */
const VALUES = Float32Array.of(1, 0, 0, 2, 3, 4);
/** One head's rows of W_O, shape [dV, d] = [2, 4]. */
const ROWS = Float32Array.of(1, 2, 2, 0, 0, 0, 0, 5);

describe('by hand', () => {
  test('the result is the weighted sum of the values', () => {
    expect([...resultInto(new Float64Array(2), [0.5, 0.25, 0.25], VALUES)]).toEqual([1.25, 1.5]);
    expect([...weightedValueInto(new Float64Array(2), 0.5, VALUES.subarray(4))]).toEqual([1.5, 2]);
  });

  test('what is written is the result times the rows of the head', () => {
    expect([...writtenInto(new Float64Array(4), [1, -2], ROWS)]).toEqual([1, 2, 2, -10]);
  });

  test('values of 1 0, 0 2 and 3 4 offer vectors 3, 10 and sqrt 481 long', () => {
    expect([...outputGram(ROWS, 2)]).toEqual([9, 0, 0, 25]);
    expect(apart(offeredLengths(VALUES, outputGram(ROWS, 2), 2), [3, 10, Math.sqrt(481)])).toBeLessThan(1e-14);
  });

  test('a value that W_O makes nothing of offers nothing, on whatever side of 0 its square is rounded to', () => {
    const random = randomStream(4);
    for (let trial = 0; trial < 60; trial++) {
      // Three rows along one vector, so that whatever lies across their lengths is lost.
      const [a, b, c] = [random(), random(), random()];
      const rows = Float32Array.from({ length: 9 }, (_, at) => [a, b, c][Math.floor(at / 3)]! * [1, 2, 4][at % 3]!);
      const across = Float32Array.of(1, -a / (2 * b), -a / (2 * c));
      expect(offeredLengths(across, outputGram(rows, 3), 3)[0]).toBeCloseTo(0, 5);
    }
  });

  test('sent is weight x length; two keys that cancel leave a third of it', () => {
    const { sent, sum, left } = sentRow([0.5, 0.25], Float64Array.of(2, 2), 0.5);
    expect([[...sent], sum, left]).toEqual([[1, 0.5], 1.5, 1 / 3]);
    expect(sentRow([0, 0], Float64Array.of(2, 2), 0).left).toBeNull();
  });

  test('the map weighs each column, and its rows can be made to sum to 1', () => {
    const map = valueMap(Float32Array.of(0.5, 0.5, 0, 0, 0, 0), Float64Array.of(1, 3, 2));
    expect([...map]).toEqual([0.5, 1.5, 0, 0, 0, 0]);
    expect([...rowShares(map, 3)]).toEqual([0.25, 0.75, 0, 0, 0, 0]);
  });

  test('heads that share keys and values read those of their group, each through rows of its own', () => {
    const layer = {
      nHeads: 4,
      nKeyHeads: 2,
      nKeys: 3,
      dV: 1,
      // Key heads by keys.
      values: Float32Array.of(1, 2, 3, 10, 20, 30),
      // Four heads of one row of two numbers.
      outputWeights: Float32Array.of(3, 4, 0, 1, 6, 8, 0, 2),
    };
    // Two queries of four heads; the second looks half as hard.
    const patterns = Float32Array.from({ length: 4 * 2 * 3 }, (_, at) => (at % 6 < 3 ? 1 : 0.5));
    expect([...finish(layerValueMaps(patterns, layer))]).toEqual(
      [
        [5, 10, 15, 2.5, 5, 7.5],
        [1, 2, 3, 0.5, 1, 1.5],
        [100, 200, 300, 50, 100, 150],
        [20, 40, 60, 10, 20, 30],
      ].flat(),
    );
  });

  test('all heads at one query, before and behind W_O', () => {
    // Heads by queries by dV: [2, 3, 2]; rows of the second head are twice those of the first.
    const context = Float32Array.of(9, 9, 3, 4, 9, 9, 9, 9, 1, 0, 9, 9);
    const weights = Float32Array.of(...ROWS, ...ROWS.map((one) => 2 * one));
    const { before, written } = headLengths(context, weights, { nHeads: 2, nQueries: 3, dV: 2 }, 1);
    expect([...before]).toEqual([5, 1]);
    expect(apart(written, [Math.sqrt(481), 6])).toBeLessThan(1e-14);
  });

  test('3 4 in a stream of 5 0 and an attention output of 6 8', () => {
    const place = inStream(Float64Array.of(3, 4), Float32Array.of(5, 0), Float32Array.of(6, 8));
    expect(place).toMatchObject({ length: 5, streamLength: 5, ratio: 1, share: 0.5, cosineWithAttention: 1 });
    expect(place.cosineWithStream).toBeCloseTo(0.6, 12);
    // The mean of 3.5 leaves -0.5 and 0.5.
    expect(place.meanPart).toBeCloseTo(1 - Math.SQRT1_2 / 5, 12);
  });

  test('nothing written and nothing there have no direction', () => {
    const nothing = inStream(new Float64Array(2), new Float32Array(2), null);
    expect(nothing).toEqual({
      length: 0,
      streamLength: 0,
      ratio: null,
      cosineWithStream: null,
      cosineWithAttention: null,
      share: null,
      meanPart: 0,
    });
    expect(inStream(Float64Array.of(1), null, null)).toMatchObject({ streamLength: null, ratio: null });
    expect(cosineOf([0, 0], [1, 1])).toBeNull();
  });
});

describe.each(INSIDE.cases.map((one) => [nameOf(one), one] as const))('%s', (_, one) => {
  test('lengths before W_O, behind it and of the row are the reference', () => {
    expect(Math.abs(lengthOf(one.z) - one.zNorms[one.head]!)).toBeLessThan(1e-5);
    expect(Math.abs(lengthOf(one.written) - one.writtenNorms[one.head]!)).toBeLessThan(1e-5);
    const { sent, sum, left } = sentRow(one.weightRow, Float64Array.from(one.fNorms), one.writtenNorms[one.head]!);
    expect(apart(sent, one.valueWeightedRow)).toBeLessThan(1e-5);
    expect(left! * sum).toBeCloseTo(one.writtenNorms[one.head]!, 5);
    const map = valueMap(Float32Array.from(one.weightRow), Float64Array.from(one.fNorms));
    expect(apart(rowShares(map, map.length), one.valueWeightedShare)).toBeLessThan(1e-6);
  });

  test('stream and attention output that lie as the reference says give its cosines and share', () => {
    // Any vectors of the right length and angle: along w, and across it.
    const w = Float64Array.from(one.written);
    const length = lengthOf(w);
    const across = w.map((_x, c) => [-w[1]!, w[0]!][c] ?? 0);
    const lengthAcross = lengthOf(across);
    const at = (cosine: number, of: number) =>
      Float32Array.from(
        w,
        (x, c) => of * ((cosine * x) / length + (Math.sqrt(1 - cosine ** 2) * across[c]!) / lengthAcross),
      );
    const place = inStream(w, at(one.cosineWithStream, one.streamNorm), at(one.cosineWithAttention, one.attentionNorm));
    expect(place.cosineWithStream).toBeCloseTo(one.cosineWithStream, 5);
    expect(place.cosineWithAttention).toBeCloseTo(one.cosineWithAttention, 5);
    expect(place.share).toBeCloseTo(one.shareOfAttention, 5);
    expect(place.ratio).toBeCloseTo(length / one.streamNorm, 5);
  });
});

describe('of any values', () => {
  const numbers = (length: number) =>
    fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: length, maxLength: length });
  const [dV, d, nKeys] = [3, 5, 4];
  const heads = fc.record({
    values: numbers(nKeys * dV),
    rows: numbers(dV * d),
    parts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: nKeys, maxLength: nKeys }),
  });

  test('averaging first and writing first are the same, lengths are those of the vectors, and nothing sent is gained', () => {
    fc.assert(
      fc.property(heads, ({ values, rows, parts }) => {
        const [v, w] = [Float32Array.from(values), Float32Array.from(rows)];
        const all = parts.reduce((sum, one) => sum + one, 0);
        const weights = parts.map((part) => part / all);
        const written = writtenInto(new Float64Array(d), resultInto(new Float64Array(dV), weights, v), w);
        const offered = offeredLengths(v, outputGram(w, dV), dV);
        const sum = new Float64Array(d);
        for (let key = 0; key < nKeys; key++) {
          const one = writtenInto(new Float64Array(d), v.subarray(key * dV, (key + 1) * dV), w);
          expect(Math.abs(lengthOf(one) - offered[key]!)).toBeLessThan(1e-6);
          for (let c = 0; c < d; c++) sum[c]! += weights[key]! * one[c]!;
        }
        expect(apart(written, sum)).toBeLessThan(1e-12);
        const row = sentRow(weights, offered, lengthOf(written));
        expect(row.sum).toBeGreaterThanOrEqual(lengthOf(written) - 1e-6);
      }),
    );
  });

  test('the shares of all heads in the attention output sum to 1', () => {
    fc.assert(
      fc.property(numbers(d), numbers(d), numbers(d), (a, b, bias) => {
        const output = Float32Array.from(a, (one, c) => one + b[c]! + bias[c]!);
        fc.pre(lengthOf(output) > 0.1);
        const shares = [a, b, bias].map((part) => inStream(Float64Array.from(part), null, output).share!);
        expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 3);
      }),
    );
  });
});
