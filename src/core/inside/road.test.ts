import { describe, expect, test } from 'vitest';
import type { InsideLayer, Stage } from './layer.ts';
import { headInside, pairInside, rowInside } from './road.ts';
import type { RowBasis } from './road.ts';
import { sharpenHead, sharpenRow } from './sharpenedRow.ts';

const model = (...numbers: number[]): Stage => ({ from: 'model', data: Float32Array.from(numbers) });
const NOWHERE: Stage = { from: 'nowhere', why: 'scores-inside', detail: '' };

/** Two heads that share their keys and values, three tokens, two channels of keys, one of values, a stream of two; scale 1/2. */
const LAYER: InsideLayer = {
  kind: 'decoder',
  layer: 1,
  nQueries: 3,
  nKeys: 3,
  nHeads: 2,
  nKeyHeads: 1,
  dK: 2,
  dV: 1,
  d: 2,
  streamBefore: model(1, 0, 0, 1, 3, 4),
  read: model(1, 0, 0, 1, 0.6, 0.8),
  readKeys: model(1, 0, 0, 1, 0.6, 0.8),
  // [head, query, channel]
  query: model(0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, -2),
  key: model(1, 2, 3, 1, 0, 4),
  value: model(1, -2, 3),
  rotation: 'none',
  scale: { value: 0.5, place: 'after' },
  softCap: null,
  bias: null,
  scores: { from: 'derived', data: new Float32Array(), difference: 0 },
  hasSink: false,
  isHalf: false,
  // [head, query, channel]
  context: model(1, 1, 1, 1, 1, 2),
  outputWeights: model(3, 4, 0, 5),
  outputBias: null,
  constantWritten: null,
  attentionOutput: model(0, 0, 0, 0, 3, 14),
  streamAfter: NOWHERE,
  isPostNorm: false,
  norm: 'layer',
  change: null,
  checks: [],
  notes: [],
};

/** Head 1 at query 2: raw products 2·1 − 2·2 = −2, 2·3 − 2·1 = 4, 2·0 − 2·4 = −8, scores half of that. */
const E = [Math.exp(-1), Math.exp(2), Math.exp(-4)] as const;
const SUM = E[0] + E[1] + E[2];
const BASIS: RowBasis = {
  query: 2,
  weights: Float32Array.from(E, (one) => one / SUM),
  isCausal: true,
};

describe('the row of a query whose head shares keys and values', () => {
  const head = headInside(LAYER, 1);
  const row = rowInside(head, BASIS);

  test('is worked out from the head’s own queries and the shared keys', () => {
    expect([...row.raw!]).toEqual([-2, 4, -8]);
    expect([...row.scores!]).toEqual([-1, 2, -4]);
    expect(row.areScoresRelative).toBe(false);
    expect([...row.allowed]).toEqual([1, 1, 1]);
  });

  test('has the lengths of what the keys offer: |v| times the length of the head’s row of W_O, 5', () => {
    expect([...head.offered!]).toEqual([5, 10, 15]);
    const sum = (5 * E[0] + 10 * E[1] + 15 * E[2]) / SUM;
    expect(row.sent?.sum).toBeCloseTo(sum, 5);
    expect(row.sent?.left).toBeCloseTo(10 / sum > 1 ? 1 : 10 / sum, 5);
  });

  test('has what the head writes, and where that lies in the stream', () => {
    expect([...row.written!]).toEqual([0, 10]);
    expect(row.inStream).toMatchObject({ length: 10, streamLength: 5, ratio: 2, cosineWithStream: 0.8 });
    // w · A / A · A = 140 / (9 + 196)
    expect(row.inStream?.share).toBeCloseTo(140 / 205, 6);
    expect([...row.lengths!.before]).toEqual([1, 2]);
    expect([...row.lengths!.written]).toEqual([5, 10]);
  });

  test('is sharper without the scale, flatter at temperature 2', () => {
    const off = sharpenRow(head, row, { scaleOff: true });
    const warm = sharpenRow(head, row, { tau: 2 });
    if ('refused' in off || 'refused' in warm) throw new Error('refused');
    const exp = (scores: readonly number[]) => {
      const powers = scores.map(Math.exp);
      const all = powers.reduce((sum, one) => sum + one, 0);
      return powers.map((one) => one / all);
    };
    expect([...off.weights]).toEqual(exp([-2, 4, -8]).map((one) => expect.closeTo(one, 12)));
    expect([...warm.weights]).toEqual(exp([-0.5, 1, -2]).map((one) => expect.closeTo(one, 12)));
    expect(off.facts.entropy).toBeLessThan(row.facts.entropy);
    expect(warm.facts.entropy).toBeGreaterThan(row.facts.entropy);
  });

  test('of a key holds what each channel adds, and what it adds over the mean of the allowed keys', () => {
    const pair = pairInside(head, row, 1)!;
    expect([...pair.products]).toEqual([6, -2]);
    // The mean key is (4/3, 7/3).
    expect([...pair.lifts]).toEqual([expect.closeTo(2 * (3 - 4 / 3), 6), expect.closeTo(-2 * (1 - 7 / 3), 6)]);
    expect(pair.arePairs).toBe(false);
  });

  test('of keys that positions turn two by two holds one part a pair', () => {
    const turned = headInside({ ...LAYER, rotation: 'neighbours' }, 1);
    const pair = pairInside(turned, rowInside(turned, BASIS), 1)!;
    expect([[...pair.products], pair.arePairs]).toEqual([[4], true]);
  });
});

test('all rows of a head together: how evenly they look, and how many are as good as one key', () => {
  const head = headInside(LAYER, 1);
  // Rows of one, two and three allowed keys; the first says nothing of a head.
  const rows = [[1, 0, 0], [0.5, 0.5, 0], [...BASIS.weights]];
  const pattern = Float32Array.from(rows.flat());
  const { before, after } = sharpenHead(head, pattern, { tau: 4 }, BASIS);
  expect(before.nRows).toBe(2);
  const [, , third] = rows.map((weights) => -weights.reduce((sum, w) => sum + (w > 0 ? w * Math.log(w) : 0), 0));
  expect(before.medianShare).toBeCloseTo((1 + third! / Math.log(3)) / 2, 5);
  expect(before.sharpRows).toBe(0);
  expect(after!.medianShare).toBeGreaterThan(before.medianShare);
  expect(sharpenHead(head, pattern, { scaleOff: true }, BASIS).after?.sharpRows).toBe(0.5);
});

describe('a key that is not allowed', () => {
  test('comes later in a causal model, and has a raw product all the same', () => {
    const row = rowInside(headInside(LAYER, 1), { ...BASIS, query: 0, weights: Float32Array.of(1, 0, 0) });
    expect([...row.allowed]).toEqual([1, 0, 0]);
    expect([...row.raw!]).toEqual([3, 4, 4]);
    expect([...row.scores!]).toEqual([1.5, -Infinity, -Infinity]);
    expect(row.facts).toMatchObject({ nAllowed: 1, entropy: 0, share: null });
  });

  test('has weight 0 though its score would give it more; one too small for its type is allowed', () => {
    const padded = { ...BASIS, weights: Float32Array.of(1, 0, 0) };
    expect([...rowInside(headInside(LAYER, 1), padded).allowed]).toEqual([1, 0, 0]);
    const steep = { ...LAYER, scale: { value: 20, place: 'after' as const } };
    // Scores −40, 80, −160: the last is 240 below the first of the row.
    const row = rowInside(headInside(steep, 1), { ...BASIS, weights: Float32Array.of(0, 1, 0) });
    expect([...row.allowed]).toEqual([1, 1, 1]);
    expect(row.facts.nUnderflowed).toBe(2);
  });

  test.each<[string, number, boolean | null, number[], number[]]>([
    // Scores −43.2, 0 and −86.4 below the top.
    ['86.4 nats below a weight of 1 it would be seen', 7.2, false, [0, 1, 0], [0, 1, 0]],
    ['86.4 nats below a weight of 0.45 it may be too small', 7.2, false, [0, 0.45, 0], [0, 1, 1]],
    // 6 and 12 below.
    ['12 nats below it would be seen in float32', 1, false, [0, 1, 0], [0, 1, 0]],
    ['12 nats below it may be too small for float16, 6 nats not', 1, true, [0, 1, 0], [0, 1, 1]],
    ['and so where nothing tells the type', 1, null, [0, 1, 0], [0, 1, 1]],
    ['a row of zeros tells of no key', 1, false, [0, 0, 0], [1, 1, 1]],
  ])('of weight 0 is masked where it would be seen: %s', (_, scale, isHalf, weights, allowed) => {
    const layer = { ...LAYER, isHalf, scale: { value: scale, place: 'after' as const } };
    const row = rowInside(headInside(layer, 1), { ...BASIS, weights: Float32Array.from(weights) });
    expect([...row.allowed]).toEqual(allowed);
  });
});

test('where scores stay inside, they are worked back from the weights up to a constant', () => {
  const inside = { ...LAYER, query: NOWHERE, key: NOWHERE, scores: NOWHERE };
  const head = headInside(inside, 1);
  const row = rowInside(head, BASIS);
  expect(row.raw).toBeNull();
  expect(row.areScoresRelative).toBe(true);
  expect([...row.scores!]).toEqual([-3, 0, -6].map((one) => expect.closeTo(one, 5)));
  expect(pairInside(head, row, 0)).toBeNull();
  const warm = sharpenRow(head, row, { tau: 2 });
  if ('refused' in warm) throw new Error('refused');
  expect(warm.weights[1]! / warm.weights[0]!).toBeCloseTo(Math.exp(1.5), 4);
  const half = { ...head, layer: { ...head.layer, isHalf: true } };
  expect(sharpenRow(half, row, { tau: 2 })).toEqual({ refused: 'half-precision' });
  const untold = { ...head, layer: { ...head.layer, isHalf: null } };
  expect(sharpenRow(untold, row, { tau: 2 })).toEqual(warm);
  const lost = rowInside(untold, { ...BASIS, weights: Float32Array.of(0.5, 0.5, 0) });
  expect(sharpenRow(untold, lost, { tau: 2 })).toEqual({ refused: 'half-precision' });
});

test('a head that the layer has not is a bug', () => {
  expect(() => headInside(LAYER, 2)).toThrow(RangeError);
});
