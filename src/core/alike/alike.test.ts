import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../random.ts';
import { contextOfStrings } from '../labels/testing/strings.ts';
import { flatDirichlet, templateContext } from '../labels/testing/synthetic.ts';
import type { AttentionTensor } from '../tensor.ts';
import type { Token } from '../tokens.ts';
import { averageLinkage } from './cluster.ts';
import { combineComparisons } from './combine.ts';
import { compareHeadsInSlices, crossContext } from './compareHeads.ts';
import type { HeadComparison } from './comparison.ts';
import { topEigenpairs } from './eigen.ts';
import { cutTree } from './groups.ts';
import { distancesAmong, headTree } from './headTree.ts';
import { classicalMds } from './mds.ts';
import { timesLog } from './naturalLog.ts';
import { compareHeads, patternsOf } from './testing/compareHeads.ts';
import { headDistance } from './testing/headDistance.ts';
import { nearestHeads, pairOf, verdictOf } from './verdict.ts';

type Golden = {
  isCausal: boolean;
  tokens: string[];
  nLayers: number;
  nHeads: number;
  patterns: number[];
  distance: number[];
  contentDistance: number[];
  contentMass: number[];
  merges: [number, number, number, number][];
  order: number[];
  points: number[];
  shown: number;
  cuts: { tau: number; groups: number[][] }[];
};
const goldens: Record<string, Golden> = JSON.parse(
  readFileSync(new URL('fixtures/alike.json', import.meta.url), 'utf8'),
);

function tensorOf(patterns: readonly ArrayLike<number>[], nHeads: number, nTokens: number): AttentionTensor {
  const data = Float32Array.from(patterns.flatMap((pattern) => Array.from(pattern)));
  return { kind: 'encoder', nLayers: patterns.length / nHeads, nHeads, nQueries: nTokens, nKeys: nTokens, data };
}

function farthest(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(got.length).toBe(expected.length);
  return Math.max(...Array.from(expected, (one, at) => Math.abs(got[at]! - one)));
}

describe.each(Object.entries(goldens))('on a %s text', (_, golden) => {
  const tensor: AttentionTensor = {
    kind: 'encoder',
    nLayers: golden.nLayers,
    nHeads: golden.nHeads,
    nQueries: golden.tokens.length,
    nKeys: golden.tokens.length,
    data: Float32Array.from(golden.patterns),
  };
  const found = compareHeads(tensor, contextOfStrings(golden.tokens, golden.isCausal));
  const count = golden.nLayers * golden.nHeads;
  const distance = Float32Array.from(golden.distance);

  test('distances, those on content and content masses equal those of scipy', () => {
    expect(farthest(found.distance, golden.distance)).toBeLessThan(1e-6);
    expect(farthest(found.contentDistance, golden.contentDistance)).toBeLessThan(1e-6);
    expect(farthest(found.contentMass, golden.contentMass)).toBeLessThan(1e-6);
  });

  test('the tree and the order of its leaves equal those of scipy', () => {
    const { merges, order } = averageLinkage(distance, count);
    expect(merges.map(({ a, b, size }) => [a, b, size])).toEqual(golden.merges.map(([a, b, , size]) => [a, b, size]));
    expect(
      farthest(
        merges.map(({ height }) => height),
        golden.merges.map(([, , height]) => height),
      ),
    ).toBeLessThan(1e-12);
    expect(order).toEqual(golden.order);
  });

  test('groups are those of fcluster at the same height', () => {
    const tree = headTree(distance, count);
    for (const { tau, groups } of golden.cuts) {
      expect(cutTree(tree, tau).map(({ members }) => members)).toEqual(groups);
    }
  });

  test('the plane equals the top two eigenpairs of numpy', () => {
    const { points, shown } = classicalMds(distance, count);
    expect(farthest(points, golden.points)).toBeLessThan(1e-8);
    expect(shown).toBeCloseTo(golden.shown, 10);
  });
});

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

describe('several texts', () => {
  const one = (distance: number, contentDistance: number, mass: number, nTokens: number): HeadComparison => ({
    nLayers: 1,
    nHeads: 2,
    nTokens,
    distance: Float32Array.of(0, distance, distance, 0),
    contentDistance: Float32Array.of(0, contentDistance, contentDistance, 0),
    contentMass: Float32Array.of(mass, 1),
  });

  test('are averaged, each once; texts that could not be judged are left out', () => {
    const both = combineComparisons([one(0.25, NaN, 0.5, 7), one(0.75, 0.5, 0.25, 9)]);
    expect(both).toMatchObject({ nTexts: 2, nTokens: 16 });
    expect(both.distance[1]).toBe(0.5);
    expect(both.contentDistance[2]).toBe(0.5);
    expect(both.contentMass[0]).toBe(0.375);
    expect(() => combineComparisons([])).toThrow(RangeError);
    expect(() => combineComparisons([one(0, 0, 1, 3), { ...one(0, 0, 1, 3), nHeads: 1, nLayers: 2 }])).toThrow(
      RangeError,
    );
  });

  test('count only where they are long enough to tell, on all keys and on content', () => {
    const short = one(NaN, NaN, NaN, 2);
    const all = combineComparisons([short, one(0.25, 0.5, 0.5, 7), one(0.75, NaN, 0.25, 3)]);
    expect(all).toMatchObject({ nGiven: 3, nTexts: 2, nContentTexts: 1 });
    expect(all.distance[1]).toBe(0.5);
    const none = combineComparisons([short]);
    expect(none).toMatchObject({ nGiven: 1, nTexts: 0, nContentTexts: 0 });
    expect(none.distance[1]).toBeNaN();
    // One head has no other that it could be told from.
    const alone = { ...short, nHeads: 1, distance: Float32Array.of(0), contentDistance: Float32Array.of(0) };
    expect(combineComparisons([{ ...alone, contentMass: Float32Array.of(1) }]).nTexts).toBe(1);
  });

  test.each([
    ['redundant', null, 5, { distance: 0.2, contentDistance: 0.25, massA: 0.25, massB: 0.3 }],
    ['alike', null, 4, { distance: 0.2, contentDistance: 0.25, massA: 0.25, massB: 0.3 }],
    ['different', 'distance', 5, { distance: 0.21, contentDistance: 0, massA: 1, massB: 1 }],
    ['different', 'content', 5, { distance: 0.05, contentDistance: 0.26, massA: 1, massB: 1 }],
    ['unknown', null, 5, { distance: 0.05, contentDistance: NaN, massA: 1, massB: 1 }],
    ['unknown', null, 5, { distance: NaN, contentDistance: NaN, massA: NaN, massB: NaN }],
    ['unknown', null, 5, { distance: 0.05, contentDistance: NaN, massA: NaN, massB: NaN }],
    ['different', 'distance', 5, { distance: 0.9, contentDistance: NaN, massA: NaN, massB: NaN }],
    ['different', 'mass', 5, { distance: 0.05, contentDistance: 0, massA: 0.05, massB: 0.9 }],
    ['different', 'mass', 5, { distance: 0.05, contentDistance: 0, massA: 0.24, massB: 0.24 }],
    ['resting', null, 5, { distance: 0.01, contentDistance: 0.21, massA: 0.09, massB: 0.09 }],
  ] as const)('a pair is %s (%s) in %i texts with %o', (verdict, because, nTexts, pair) => {
    expect(verdictOf(pair, { nTexts })).toEqual({ verdict, because });
  });

  test('the slider moves the threshold', () => {
    const pair = { distance: 0.35, contentDistance: 0.1, massA: 0.5, massB: 0.5 };
    expect(verdictOf(pair, { nTexts: 1, tau: 0.4 }).verdict).toBe('alike');
    expect(verdictOf(pair, { nTexts: 1, tau: 0.3 }).verdict).toBe('different');
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

/** Distances of points given by their coordinates. */
function distancesOf(points: readonly (readonly number[])[]): Float32Array {
  return Float32Array.from(
    points.flatMap((a) => points.map((b) => Math.hypot(...a.map((one, axis) => one - b[axis]!)))),
  );
}

describe('groups', () => {
  const five = headTree(distancesOf([[0], [10], [1], [13], [2.5]]), 5);

  test('are what the tree joins up to a height, that height included: worked by hand', () => {
    // 0 and 1 meet at 1, with 2.5 at (2.5 + 1.5) / 2 = 2; 10 and 13 meet at 3.
    expect(cutTree(five, 0.99).map(({ members }) => members)).toEqual([[0], [1], [2], [3], [4]]);
    expect(cutTree(five, 1).map(({ members }) => members)).toEqual([[0, 2], [1], [3], [4]]);
    expect(cutTree(five, 3)).toEqual([
      { letter: 'A', members: [0, 2, 4] },
      { letter: 'B', members: [1, 3] },
    ]);
    expect(cutTree(five, 100).map(({ members }) => members)).toEqual([[0, 1, 2, 3, 4]]);
  });

  test('have letters from the largest on, a head alone has none', () => {
    expect(cutTree(five, 2).map(({ letter }) => letter)).toEqual(['A', null, null]);
    const pairs = headTree(distancesOf(Array.from({ length: 108 }, (_, i) => [100 * Math.floor(i / 2)])), 108);
    const letters = cutTree(pairs, 0).map(({ letter }) => letter);
    expect([0, 25, 26, 53].map((index) => letters[index])).toEqual(['A', 'Z', 'A1', 'B2']);
  });

  test('share out all items, and what is joined below the height is in one of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (points, tau) => {
          const tree = headTree(distancesOf(points), points.length);
          const groups = cutTree(tree, tau);
          expect(groups.flatMap(({ members }) => members).toSorted((a, b) => a - b)).toEqual(points.map((_, at) => at));
          expect(groups.length).toBe(points.length - tree.merges.filter(({ height }) => height <= tau).length);
          // Each is a stretch of the leaves as they stand below the tree.
          for (const { members } of groups) {
            const places = members.map((item) => tree.order.indexOf(item));
            expect(Math.max(...places) - Math.min(...places)).toBe(members.length - 1);
          }
        },
      ),
      { seed: 8 },
    );
  });
});

describe('heads of which some cannot be held against others', () => {
  /** Five on a line; all that has to do with 1 is unknown, as is the pair of 2 and 4. */
  const gaps = distancesOf([[0], [7], [1], [4], [2]]);
  for (const cell of [1, 5, 6, 7, 8, 9, 11, 14, 16, 21, 22]) gaps[cell] = NaN;

  test('those with the most gaps go first, until every two of the others have a distance', () => {
    expect(headTree(gaps, 5).placed).toEqual([0, 2, 3]);
    expect([...distancesAmong(gaps, 5, [3, 0])]).toEqual([0, 4, 4, 0]);
  });

  test('the tree has the others, by their own names, and the order ends with those left out', () => {
    expect(headTree(gaps, 5)).toEqual({
      placed: [0, 2, 3],
      merges: [
        { a: 0, b: 2, height: 1, size: 2 },
        { a: 3, b: 5, height: 3.5, size: 3 },
      ],
      order: [3, 0, 2, 1, 4],
    });
    expect(cutTree(headTree(gaps, 5), 1).map(({ members }) => members)).toEqual([[0, 2], [3]]);
  });

  test('are none where nothing is known, and the one there is where there is only one', () => {
    const unknown = Float32Array.from({ length: 9 }, (_, cell) => (cell % 4 === 0 ? 0 : NaN));
    expect(headTree(unknown, 3)).toEqual({ placed: [], merges: [], order: [0, 1, 2] });
    expect(cutTree(headTree(unknown, 3), 1)).toEqual([]);
    expect(headTree(new Float32Array(1), 1).placed).toEqual([0]);
    expect(headTree(Float32Array.of(NaN), 1).placed).toEqual([]);
  });
});

describe('trees', () => {
  test('join nearest first: worked by hand', () => {
    expect(averageLinkage(distancesOf([[0], [10], [1], [13]]), 4)).toEqual({
      merges: [
        { a: 0, b: 2, height: 1, size: 2 },
        { a: 1, b: 3, height: 3, size: 2 },
        { a: 4, b: 5, height: (10 + 13 + 9 + 12) / 4, size: 4 },
      ],
      order: [0, 2, 1, 3],
    });
  });

  test('of items that are all equal, of one item and of none end', () => {
    expect(averageLinkage(new Float32Array(16), 4).order.length).toBe(4);
    expect(averageLinkage(new Float32Array(1), 1)).toEqual({ merges: [], order: [0] });
    expect(averageLinkage(new Float32Array(0), 0)).toEqual({ merges: [], order: [] });
  });

  test('rise, hold every item once, and refuse what is no distance', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
          minLength: 2,
          maxLength: 25,
        }),
        (points) => {
          const { merges, order } = averageLinkage(distancesOf(points), points.length);
          expect(order.toSorted((a, b) => a - b)).toEqual(points.map((_, at) => at));
          expect(merges.at(-1)!.size).toBe(points.length);
          merges
            .slice(1)
            .forEach(({ height }, at) => expect(height).toBeGreaterThanOrEqual(merges[at]!.height - 1e-12));
        },
      ),
      { seed: 9 },
    );
    expect(() => averageLinkage(Float32Array.of(0, NaN, NaN, 0), 2)).toThrow(RangeError);
    expect(() => averageLinkage(new Float32Array(3), 2)).toThrow(RangeError);
  });
});

describe('the plane', () => {
  test('holds points of a plane exactly: distances are found again and all is shown', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), {
          minLength: 2,
          maxLength: 30,
        }),
        (points) => {
          const distance = distancesOf(points);
          fc.pre(distance.some((one) => one > 0));
          const { points: found, shown } = classicalMds(distance, points.length);
          const again = distancesOf(points.map((_, at) => [found[2 * at]!, found[2 * at + 1]!]));
          expect(farthest(again, distance)).toBeLessThan(1e-3);
          expect(shown).toBeCloseTo(1, 5);
        },
      ),
      { seed: 10 },
    );
  });

  test('puts points of a line on the first axis, the largest coordinate positive', () => {
    const { points } = classicalMds(distancesOf([[0], [1], [5]]), 3);
    [-2, 0, -1, 0, 3, 0].forEach((one, at) => expect(points[at]).toBeCloseTo(one, 3));
  });

  test('shows 2 of n - 1 parts of points that are equally far from each other', () => {
    const equal = Float32Array.from({ length: 49 }, (_, cell) => Number(cell % 8 !== 0));
    expect(classicalMds(equal, 7).shown).toBeCloseTo(2 / 6, 9);
  });

  test('of equal heads is a point, of which nothing can be shown', () => {
    expect(classicalMds(new Float32Array(9), 3)).toEqual({ points: new Float64Array(6), shown: NaN });
  });

  test('is not led astray by a large negative eigenvalue', () => {
    const matrix = Float64Array.from({ length: 144 }, (_, cell) =>
      cell % 13 === 0 ? ([-50, 3, 2, 1][cell / 13] ?? -40) : 0,
    );
    const { values, vectors } = topEigenpairs(matrix, 12, 2);
    expect(values.slice(0, 2).map((one) => Math.round(one * 1e6) / 1e6)).toEqual([3, 2]);
    expect(Math.abs(vectors[0]![1]!)).toBeCloseTo(1, 6);
  });
});
