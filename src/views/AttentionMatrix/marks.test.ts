import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixLayout } from './AttentionMatrix.layout.ts';
import type { MatrixLayout } from './AttentionMatrix.layout.ts';
import { markPath } from './marks.ts';
import type { Mark } from './marks.ts';

fc.configureGlobal({ seed: 20_261_121 });

type Point = readonly [x: number, y: number];

/** The corners of each outline of a path made of M, H, V, h, v and Z. */
function polygons(path: string): Point[][] {
  const outlines: Point[][] = [];
  let [x, y] = [0, 0];
  for (const [, command, text] of path.matchAll(/([A-Za-z])([-\d. ]*)/g)) {
    const numbers = text!.trim().split(' ').map(Number);
    if (command === 'M') {
      [x, y] = [numbers[0]!, numbers[1]!];
      outlines.push([]);
    } else if (command === 'H') x = numbers[0]!;
    else if (command === 'V') y = numbers[0]!;
    else if (command === 'h') x += numbers[0]!;
    else if (command === 'v') y += numbers[0]!;
    else if (command !== 'Z') throw new RangeError(`unknown command ${command}`);
    outlines.at(-1)!.push([x, y]);
  }
  return outlines;
}

/** Whether a point is inside, counted by the edges to its right. */
function isInside([x, y]: Point, corners: readonly Point[]): boolean {
  let crossings = 0;
  for (const [i, [x1, y1]] of corners.entries()) {
    const [x2, y2] = corners[(i + 1) % corners.length]!;
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) crossings++;
  }
  return crossings % 2 === 1;
}

/** The cells whose middle lies inside a mark's outline, as "query,key". */
function outlined(mark: Mark, layout: MatrixLayout, isCausal: boolean): string[] {
  const outlines = polygons(markPath(mark, layout, isCausal));
  const cells: string[] = [];
  for (let query = 0; query < layout.nQueries; query++) {
    for (let key = 0; key < layout.nKeys; key++) {
      const middle: Point = [
        layout.left + (key + 0.5) * layout.cellWidth,
        layout.top + (query + 0.5) * layout.cellHeight,
      ];
      if (outlines.some((corners) => isInside(middle, corners))) cells.push(`${query},${key}`);
    }
  }
  return cells;
}

function cellsWhere(layout: MatrixLayout, holds: (query: number, key: number) => boolean): string[] {
  const cells: string[] = [];
  for (let query = 0; query < layout.nQueries; query++)
    for (let key = 0; key < layout.nKeys; key++) if (holds(query, key)) cells.push(`${query},${key}`);
  return cells;
}

const shape = fc.record({ nQueries: fc.integer({ min: 1, max: 9 }), nKeys: fc.integer({ min: 1, max: 9 }) });
const layoutOf = ({ nQueries, nKeys }: { nQueries: number; nKeys: number }) =>
  matrixLayout(nQueries, nKeys, 401, 377, 15);

describe('the outline of evidence goes around', () => {
  test('the cells of a band of diagonals, and around no later key of a causal model', () => {
    fc.assert(
      fc.property(shape, fc.integer({ min: -10, max: 10 }), fc.nat(6), fc.boolean(), (size, from, extra, isCausal) => {
        const layout = layoutOf(size);
        const to = from + extra;
        const expected = cellsWhere(
          layout,
          (query, key) => key - query >= from && key - query <= to && !(isCausal && key > query),
        );
        expect(outlined({ kind: 'band', from, to }, layout, isCausal)).toEqual(expected);
      }),
    );
  });

  test('whole columns, from the diagonal down in a causal model', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.uniqueArray(fc.nat(8)), fc.boolean(), (n, picks, isCausal) => {
        const layout = layoutOf({ nQueries: n, nKeys: n });
        const keys = picks.filter((key) => key < n);
        const expected = cellsWhere(layout, (query, key) => keys.includes(key) && !(isCausal && key > query));
        expect(outlined({ kind: 'columns', keys }, layout, isCausal)).toEqual(expected);
      }),
    );
  });

  test('single cells', () => {
    fc.assert(
      fc.property(shape, fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 6 }), (size, picks) => {
        const layout = layoutOf(size);
        const cells = picks
          .map(([query, key]) => ({ query, key }))
          .filter(({ query, key }) => query < size.nQueries && key < size.nKeys);
        const expected = cellsWhere(layout, (query, key) =>
          cells.some((cell) => cell.query === query && cell.key === key),
        );
        expect(outlined({ kind: 'cells', cells }, layout, false)).toEqual(expected);
      }),
    );
  });

  test('squares on the diagonal for ranges of positions', () => {
    const layout = layoutOf({ nQueries: 7, nKeys: 7 });
    const ranges = [
      { start: 1, end: 4 },
      { start: 5, end: 7 },
    ];
    const within = (place: number, { start, end }: { start: number; end: number }) => place >= start && place < end;
    const expected = cellsWhere(layout, (query, key) =>
      ranges.some((range) => within(query, range) && within(key, range)),
    );
    expect(outlined({ kind: 'blocks', ranges }, layout, false)).toEqual(expected);
  });
});

describe('in a stretch', () => {
  const span = (n: number, from: number, length: number) => ({
    start: from % n,
    end: Math.min(n, (from % n) + 1 + (length % n)),
  });
  const mark: fc.Arbitrary<Mark> = fc.oneof(
    fc
      .tuple(fc.integer({ min: -10, max: 10 }), fc.nat(6))
      .map(([from, extra]): Mark => ({ kind: 'band', from, to: from + extra })),
    fc.uniqueArray(fc.nat(8)).map((keys): Mark => ({ kind: 'columns', keys })),
    fc
      .uniqueArray(fc.record({ query: fc.nat(8), key: fc.nat(8) }), { selector: ({ query, key }) => `${query},${key}` })
      .map((cells): Mark => ({ kind: 'cells', cells })),
    fc
      .tuple(fc.nat(4), fc.nat(4))
      .map(([start, length]): Mark => ({ kind: 'blocks', ranges: [{ start, end: start + length + 1 }] })),
  );

  test('evidence goes around those of its cells that are drawn', () => {
    fc.assert(
      fc.property(mark, fc.tuple(fc.nat(8), fc.nat(8), fc.nat(8), fc.nat(8)), fc.boolean(), (one, pick, isCausal) => {
        const stretch = { queries: span(9, pick[0], pick[1]), keys: span(9, pick[2], pick[3]) };
        const whole = outlined(one, layoutOf({ nQueries: 9, nKeys: 9 }), isCausal);
        const part = outlined(one, matrixLayout(9, 9, 401, 377, 15, stretch), isCausal);
        const { queries, keys } = stretch;
        const expected = cellsWhere(matrixLayout(9, 9, 401, 377, 15, stretch), (query, key) =>
          whole.includes(`${query + queries.start},${key + keys.start}`),
        );
        expect(part).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });
});

test('a mark without a cell has no outline', () => {
  const layout = layoutOf({ nQueries: 4, nKeys: 4 });
  expect(markPath({ kind: 'band', from: 1, to: 3 }, layout, true)).toBe('');
  expect(markPath({ kind: 'band', from: 4, to: 6 }, layout, false)).toBe('');
  expect(markPath({ kind: 'columns', keys: [] }, layout, false)).toBe('');
  expect(markPath({ kind: 'cells', cells: [] }, layout, false)).toBe('');
  expect(markPath({ kind: 'blocks', ranges: [] }, layout, false)).toBe('');
});
