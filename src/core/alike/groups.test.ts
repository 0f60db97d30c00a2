import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { averageLinkage } from './cluster.ts';
import { topEigenpairs } from './eigen.ts';
import { cutTree } from './groups.ts';
import { distancesAmong, headTree } from './headTree.ts';
import { classicalMds } from './mds.ts';
import { farthest } from './testing/farthest.ts';

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
