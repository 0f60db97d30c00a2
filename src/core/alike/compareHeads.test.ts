import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../random.ts';
import { contextOfStrings } from '../labels/testing/strings.ts';
import { flatDirichlet, templateContext } from '../labels/testing/synthetic.ts';
import type { AttentionTensor } from '../tensor.ts';
import type { Token } from '../tokens.ts';
import { compareHeadsInSlices, crossContext } from './compareHeads.ts';
import type { HeadComparison } from './comparison.ts';
import { classicalMds } from './mds.ts';
import { timesLog } from './naturalLog.ts';
import { compareHeads, patternsOf } from './testing/compareHeads.ts';
import { headDistance } from './testing/headDistance.ts';
import { nearestHeads, pairOf } from './verdict.ts';

function tensorOf(patterns: readonly ArrayLike<number>[], nHeads: number, nTokens: number): AttentionTensor {
  const data = Float32Array.from(patterns.flatMap((pattern) => Array.from(pattern)));
  return { kind: 'encoder', nLayers: patterns.length / nHeads, nHeads, nQueries: nTokens, nKeys: nTokens, data };
}

test('x ln x is as exact as by Math.log', () => {
  expect(timesLog(0)).toBe(0);
  expect(timesLog(5e-324)).toBe(0);
  const random = randomStream(1);
  for (let step = 0; step < 20_000; step++) {
    const x = step % 2 ? random() : 10 ** (-30 * random());
    expect(Math.abs(timesLog(x) - x * Math.log(x))).toBeLessThan(1e-15);
  }
  for (const x of [1, 0.5, 2, 1 - 2 ** -53, 1 + 2 ** -52]) {
    expect(Math.abs(timesLog(x) - x * Math.log(x))).toBeLessThan(1e-15);
  }
});

describe('comparing heads', () => {
  const context = templateContext('G1');
  const { nTokens } = context.text;
  const drawn = (count: number, seed = 1) =>
    Array.from({ length: count }, (_, head) => flatDirichlet(context, seed + head));

  test('gives the distances of one pair at a time, symmetric, with 0 from a head to itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom('B1', 'G1', 'B2'), (seed, template) => {
        const text = templateContext(template);
        const heads = [0, 1, 2].map((step) => Float32Array.from(flatDirichlet(text, seed + step)));
        const { distance, contentDistance } = compareHeads(tensorOf(heads, 3, text.text.nTokens), text);
        for (let a = 0; a < 3; a++) {
          for (let b = 0; b < 3; b++) {
            expect(Math.abs(distance[a * 3 + b]! - headDistance(heads[a]!, heads[b]!, text))).toBeLessThan(1e-6);
            expect(contentDistance[a * 3 + b]).toBe(contentDistance[b * 3 + a]);
          }
          expect([distance[a * 4], contentDistance[a * 4]]).toEqual([0, 0]);
        }
      }),
      { seed: 5, numRuns: 20 },
    );
  });

  test('finds equal heads at exactly 0 and heads without a common key at 1', () => {
    const bert = contextOfStrings(['[CLS]', 'a', 'b', 'c', '[SEP]'], false);
    const column = (key: number) => Array.from({ length: 25 }, (_, cell) => Number(cell % 5 === key));
    const even = Array.from({ length: 25 }, () => 0.2);
    const found = compareHeads(tensorOf([column(1), column(3), even, even], 2, 5), bert);
    expect(found.distance[1]).toBe(1);
    expect(found.contentDistance[1]).toBe(1);
    expect(found.distance[2 * 4 + 3]).toBe(0);
    expect(found.contentDistance[2 * 4 + 3]).toBe(0);
  });

  test('looks past the sink for content: worked by hand', () => {
    // Both heads split their content as (1/2, 1/2, 0); one puts half of its attention on [CLS], the other nothing.
    const bert = contextOfStrings(['[CLS]', 'a', 'b', 'c'], false);
    const rows = (row: number[]) => Array.from({ length: 4 }, () => row).flat();
    const found = compareHeads(tensorOf([rows([0.5, 0.25, 0.25, 0]), rows([0, 0.5, 0.5, 0])], 1, 4), bert);
    expect([...found.contentMass]).toEqual([0.5, 1]);
    expect(found.contentDistance[1]).toBe(0);
    // JSD in bits of (1/2, 1/2) and (0, 1): H(1/4, 3/4) - 1/2
    const bits = 0.25 * 2 + 0.75 * Math.log2(4 / 3) - 0.5;
    expect(found.distance[1]).toBeCloseTo(Math.sqrt(bits), 6);
  });

  test('cannot judge content where a head puts nothing on it, nor a text without rows of three keys', () => {
    const bert = contextOfStrings(['[CLS]', 'a', 'b', 'c'], false);
    const sink = Array.from({ length: 16 }, (_, cell) => Number(cell % 4 === 0));
    const even = Array.from({ length: 16 }, () => 0.25);
    const found = compareHeads(tensorOf([sink, even], 1, 4), bert);
    expect([...found.contentDistance]).toEqual([NaN, NaN, NaN, 0]);
    const two = compareHeads(
      tensorOf(
        [
          [1, 0, 0, 1],
          [0, 1, 1, 0],
        ],
        2,
        2,
      ),
      contextOfStrings(['a', 'b'], false),
    );
    expect(two.distance[1]).toBeNaN();
    expect(two.contentMass[0]).toBeNaN();
  });

  test('permutes with the heads', () => {
    const heads = drawn(6);
    const order = [3, 0, 5, 1, 4, 2];
    const plain = compareHeads(tensorOf(heads, 3, nTokens), context);
    const mixed = compareHeads(
      tensorOf(
        order.map((head) => heads[head]!),
        2,
        nTokens,
      ),
      context,
    );
    for (let a = 0; a < 6; a++) {
      for (let b = 0; b < 6; b++) {
        expect(mixed.distance[a * 6 + b]).toBeCloseTo(plain.distance[order[a]! * 6 + order[b]!]!, 6);
        expect(mixed.contentDistance[a * 6 + b]).toBeCloseTo(plain.contentDistance[order[a]! * 6 + order[b]!]!, 6);
      }
    }
    const plane = classicalMds(plain.distance, 6).points;
    const turned = classicalMds(mixed.distance, 6).points;
    order.forEach((head, place) => {
      expect(turned[2 * place]).toBeCloseTo(plane[2 * head]!, 5);
      expect(turned[2 * place + 1]).toBeCloseTo(plane[2 * head + 1]!, 5);
    });
  });

  test('goes in slices whose parts grow to the same result', () => {
    const long = templateContext('G4');
    const heads = Array.from({ length: 30 }, (_, head) => flatDirichlet(long, head));
    const tensor = tensorOf(heads, 6, long.text.nTokens);
    const parts: number[] = [];
    const slices = compareHeadsInSlices(patternsOf(tensor), long);
    let step = slices.next();
    for (; step.done !== true; step = slices.next()) parts.push(step.value);
    expect(parts.length).toBeGreaterThan(4);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
    expect(parts.every((part) => part > 0 && part <= 1)).toBe(true);
    expect(step.value).toEqual(compareHeads(tensor, long));
  });

  test('of cross-attention takes rows and keys of different numbers; special keys are sinks', () => {
    const token = (special: boolean, position: number): Token => ({
      position,
      id: position,
      piece: 'x',
      text: 'x',
      start: position,
      end: position + 1,
      special,
      segment: 0,
    });
    const keys = [false, false, false, true].map(token);
    const cross = crossContext([token(true, 0), token(false, 1)], keys);
    expect([...cross.regions.content.nKeys]).toEqual([3, 3]);
    const data = Float32Array.from([0.5, 0, 0, 0.5, 0.5, 0, 0, 0.5, 0, 0.5, 0, 0.5, 0.5, 0, 0, 0.5]);
    const tensor: AttentionTensor = { kind: 'cross', nLayers: 2, nHeads: 1, nQueries: 2, nKeys: 4, data };
    const found = compareHeads(tensor, cross);
    expect([...found.contentMass]).toEqual([0.5, 0.5]);
    expect(found.contentDistance[1]).toBe(0.5);
    expect(found.distance[1]).toBeCloseTo(Math.sqrt(0.5) / 2, 6);
    expect(() => compareHeads({ ...tensor, nQueries: 4, nKeys: 2 }, cross)).toThrow(RangeError);
  });
});

test('the nearest heads come nearest first, without the head itself', () => {
  const distance = Float32Array.from(
    [0, 3, 1, 2, 5, 9, 3, 0, 4, 4, 4, 4, 1, 4, 0, 4, 4, 4, 2, 4, 4, 0, 4, 4, 5, 4, 4, 4, 0, 4, 9, 4, 4, 4, 4, 0],
    (one) => one / 10,
  );
  const comparison: HeadComparison = {
    nLayers: 2,
    nHeads: 3,
    nTokens: 9,
    distance,
    contentDistance: distance,
    contentMass: Float32Array.of(1, 2, 3, 4, 5, 6),
  };
  expect(nearestHeads(comparison, { layer: 0, head: 0 }, 3).map(({ head }) => head)).toEqual([
    { layer: 0, head: 2 },
    { layer: 1, head: 0 },
    { layer: 0, head: 1 },
  ]);
  // On content keys the first is not known, and the order is another.
  const contentDistance = distance.map((one, cell) => (cell === 2 ? NaN : 1 - one));
  expect(
    nearestHeads({ ...comparison, contentDistance }, { layer: 0, head: 0 }, 9, 'content').map(({ head }) => head),
  ).toEqual([
    { layer: 1, head: 2 },
    { layer: 1, head: 1 },
    { layer: 0, head: 1 },
    { layer: 1, head: 0 },
  ]);
  const pair = pairOf(comparison, { layer: 0, head: 0 }, { layer: 1, head: 2 });
  expect(pair).toMatchObject({ massA: 1, massB: 6 });
  expect(pair.distance).toBeCloseTo(0.9, 6);
  expect(() => pairOf(comparison, { layer: 0, head: 3 }, { layer: 0, head: 0 })).toThrow(RangeError);
});
