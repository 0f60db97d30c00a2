import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Stretch } from '../../core/stretch/stretch.ts';
import { cellAt, matrixBoxFor, matrixLayout, shortName, shownNames, besideCell } from './AttentionMatrix.layout.ts';

fc.configureGlobal({ seed: 20_261_121 });

const REM = 15;
const side = fc.integer({ min: 1, max: 300 });
const box = fc.record({ width: fc.integer({ min: 0, max: 1500 }), height: fc.integer({ min: 0, max: 1200 }) });
const rem = fc.constantFrom(15, 21);

describe('the cell at a point', () => {
  test('in the middle of a cell is that cell', () => {
    fc.assert(
      fc.property(side, side, box, rem, fc.nat(), fc.nat(), (nQueries, nKeys, { width, height }, size, q, k) => {
        const layout = matrixLayout(nQueries, nKeys, width, height, size);
        const [query, key] = [q % nQueries, k % nKeys];
        const x = layout.left + (key + 0.5) * layout.cellWidth;
        const y = layout.top + (query + 0.5) * layout.cellHeight;
        expect(cellAt(layout, x, y)).toEqual({ query, key });
      }),
    );
  });

  test('on the names has a query or a key only', () => {
    fc.assert(
      fc.property(side, side, box, fc.nat(), (nQueries, nKeys, { width, height }, pick) => {
        const layout = matrixLayout(nQueries, nKeys, width, height, REM);
        const [query, key] = [pick % nQueries, pick % nKeys];
        const y = layout.top + (query + 0.5) * layout.cellHeight;
        const x = layout.left + (key + 0.5) * layout.cellWidth;
        expect(cellAt(layout, layout.left / 2, y)).toEqual({ query, key: null });
        expect(cellAt(layout, x, layout.top / 2)).toEqual({ query: null, key });
      }),
    );
  });

  test('outside of cells and names is none', () => {
    const layout = matrixLayout(3, 5, 400, 400, REM);
    const right = layout.left + 5 * layout.cellWidth;
    const bottom = layout.top + 3 * layout.cellHeight;
    expect(cellAt(layout, right + 1, layout.top + 1)).toBeNull();
    expect(cellAt(layout, layout.left + 1, bottom + 1)).toBeNull();
    expect(cellAt(layout, 1, 1)).toBeNull();
    expect(cellAt(layout, -1, layout.top + 1)).toBeNull();
    expect(cellAt(layout, layout.left + 1, -1)).toBeNull();
  });
});

describe('the layout of a heatmap', () => {
  test('has as many cells as the pattern has, inside its own size, and square ones where every name has room', () => {
    fc.assert(
      fc.property(side, side, box, rem, (nQueries, nKeys, { width, height }, size) => {
        const layout = matrixLayout(nQueries, nKeys, width, height, size);
        const { cellWidth, cellHeight } = layout;
        expect(cellWidth === cellHeight || Math.max(cellWidth, cellHeight) <= 0.775 * size + 1e-9).toBe(true);
        expect(layout.left + nKeys * layout.cellWidth).toBeLessThanOrEqual(layout.width);
        expect(layout.top + nQueries * layout.cellHeight).toBeLessThanOrEqual(layout.height);
      }),
    );
  });

  test('stays inside a box that leaves it room', () => {
    const roomy = fc.record({
      width: fc.integer({ min: 250, max: 1500 }),
      height: fc.integer({ min: 250, max: 1200 }),
    });
    fc.assert(
      fc.property(side, side, roomy, (nQueries, nKeys, { width, height }) => {
        const layout = matrixLayout(nQueries, nKeys, width, height, REM);
        expect(layout.width).toBeLessThanOrEqual(width + 1e-6);
        expect(layout.height).toBeLessThanOrEqual(height + 1e-6);
      }),
    );
  });

  test('does not shrink its cells to nothing in a box without room', () => {
    expect(matrixLayout(10, 10, 0, 0, REM).cellWidth).toBe((6 * REM) / 10);
  });

  test('shows as many names as fit without overlap: neighbours stand at least 0.7 rem apart', () => {
    fc.assert(
      fc.property(side, side, box, rem, (nQueries, nKeys, { width, height }, size) => {
        const { everyQuery, everyKey, cellHeight, cellWidth } = matrixLayout(nQueries, nKeys, width, height, size);
        expect(everyQuery * cellHeight).toBeGreaterThanOrEqual(0.7 * size);
        expect(everyKey * cellWidth).toBeGreaterThanOrEqual(0.7 * size);
        expect((everyQuery - 1) * cellHeight).toBeLessThan(size);
        expect((everyKey - 1) * cellWidth).toBeLessThan(size);
      }),
    );
  });
});

/** A stretch of a pattern with both axes of their own. */
const stretchOf = (nQueries: number, nKeys: number, picks: readonly [number, number, number, number]): Stretch => {
  const span = (n: number, from: number, length: number) => {
    const start = from % n;
    return { start, end: Math.min(n, start + 1 + (length % n)) };
  };
  return { queries: span(nQueries, picks[0], picks[1]), keys: span(nKeys, picks[2], picks[3]) };
};
const picks = fc.tuple(fc.nat(511), fc.nat(511), fc.nat(511), fc.nat(511));
const long = fc.integer({ min: 1, max: 512 });

describe('a stretch', () => {
  test('fills the place of the whole, and each point has the cell that the whole calls so', () => {
    fc.assert(
      fc.property(long, long, box, rem, picks, fc.nat(), (nQueries, nKeys, { width, height }, size, pick, at) => {
        const stretch = stretchOf(nQueries, nKeys, pick);
        const { queries, keys } = stretch;
        const layout = matrixLayout(nQueries, nKeys, width, height, size, stretch);
        const whole = matrixLayout(nQueries, nKeys, width, height, size);
        for (const part of ['width', 'height', 'left', 'top'] as const) expect(layout[part]).toBe(whole[part]);
        expect(layout.nKeys * layout.cellWidth).toBeCloseTo(whole.nKeys * whole.cellWidth, 6);
        expect(layout.nQueries * layout.cellHeight).toBeCloseTo(whole.nQueries * whole.cellHeight, 6);
        expect([layout.nQueries, layout.nKeys]).toEqual([queries.end - queries.start, keys.end - keys.start]);
        const [query, key] = [queries.start + (at % layout.nQueries), keys.start + (at % layout.nKeys)];
        const x = layout.left + (key - keys.start + 0.5) * layout.cellWidth;
        const y = layout.top + (query - queries.start + 0.5) * layout.cellHeight;
        expect(cellAt(layout, x, y)).toEqual({ query, key });
        expect(cellAt(layout, 1, y)).toEqual({ query, key: null });
        expect(cellAt(layout, layout.left + (layout.nKeys + 0.5) * layout.cellWidth, y)).toBeNull();
      }),
    );
  });

  test('names the same tokens as it is moved: those whose position the step divides, in rising order', () => {
    fc.assert(
      fc.property(long, long, box, rem, picks, (nQueries, nKeys, { width, height }, size, pick) => {
        const layout = matrixLayout(nQueries, nKeys, width, height, size, stretchOf(nQueries, nKeys, pick));
        const named = shownNames({ start: layout.firstKey, end: layout.firstKey + layout.nKeys }, layout.everyKey);
        const inView = Array.from({ length: layout.nKeys }, (_, i) => layout.firstKey + i);
        expect(named).toEqual(inView.filter((key) => key % layout.everyKey === 0));
      }),
    );
  });
});

test('at any zoom no letter of a name stands over another: names are as far apart as capitals are high', () => {
  // 73 hundredths of letters of 0.87 rem; names of keys lean by 55 degrees.
  const capital = 0.73 * 0.87;
  fc.assert(
    fc.property(long, long, box, rem, picks, (nQueries, nKeys, { width, height }, size, pick) => {
      for (const stretch of [null, stretchOf(nQueries, nKeys, pick)]) {
        const { everyQuery, everyKey, cellHeight, cellWidth } = matrixLayout(
          nQueries,
          nKeys,
          width,
          height,
          size,
          stretch,
        );
        expect(everyQuery * cellHeight).toBeGreaterThanOrEqual(capital * size);
        // Where some are left out, no tail of a letter either: 95 hundredths.
        const letters = 0.95 * 0.87 * size - 0.01;
        expect(everyQuery === 1 || everyQuery * cellHeight >= letters).toBe(true);
        expect(everyKey === 1 || everyKey * cellWidth * Math.sin((55 * Math.PI) / 180) >= letters - 0.15).toBe(true);
        expect(everyKey * cellWidth * Math.sin((55 * Math.PI) / 180)).toBeGreaterThanOrEqual(capital * size - 0.01);
      }
    }),
  );
});

test('cells grow wider, or higher, than square before a name is left out', () => {
  // 12 names want 12 x 0.775 rem: 140 pixels. The square that fits has 93 of them.
  const low = matrixLayout(12, 12, 600, 163, REM);
  expect([low.cellWidth, low.everyKey]).toEqual([0.775 * REM, 1]);
  expect([low.cellHeight, low.everyQuery]).toEqual([(163 - 4.5 * REM - 2) / 12, 2]);
  const narrow = matrixLayout(12, 12, 190, 600, REM);
  expect([narrow.cellHeight, narrow.everyQuery]).toEqual([0.775 * REM, 1]);
  expect(narrow.everyKey).toBe(2);
});

test('the least box with room for every name has just that', () => {
  const { width, height } = matrixBoxFor(12, REM);
  const there = matrixLayout(12, 12, width, height, REM);
  expect([there.everyQuery, there.everyKey]).toEqual([1, 1]);
  const less = matrixLayout(12, 12, width - 2, height - 2, REM);
  expect([less.everyQuery, less.everyKey]).toEqual([2, 2]);
});

describe('shown names', () => {
  test.each([
    [0, 5, 1, [0, 1, 2, 3, 4]],
    [0, 5, 2, [0, 2, 4]],
    [0, 6, 4, [0, 4]],
    [0, 1, 9, [0]],
    [0, 0, 1, []],
    [7, 10, 1, [7, 8, 9]],
    [7, 14, 3, [9, 12]],
    [7, 8, 3, []],
  ])('of the tokens from %i up to %i, every %i-th, are %j', (start, end, every, expected) => {
    expect(shownNames({ start, end }, every)).toEqual(expected);
  });
});

describe('a short name', () => {
  test.each([
    ['boy', 9, 'boy'],
    ['sprinted!', 9, 'sprinted!'],
    ['sprinting!', 9, 'sprintin…'],
    ['👍👍👍', 3, '👍👍👍'],
    ['👍👍👍👍', 3, '👍👍…'],
    ['', 3, ''],
  ])('of "%s" in %i letters is "%s"', (text, limit, expected) => {
    expect(shortName(text, limit)).toBe(expected);
  });

  test('never has more letters than fit, and never half of one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 12 }), (text, limit) => {
        const short = shortName(text, limit);
        expect(Array.from(short).length).toBeLessThanOrEqual(limit);
        expect(text.startsWith(short.replace(/…$/, ''))).toBe(true);
      }),
    );
  });
});

describe('the words beside a cell', () => {
  const place = (left: number, top: number) =>
    besideCell({ left, top, width: 20, height: 20 }, { width: 200, height: 60 }, { width: 800, height: 600 });

  test('stand right of it and below, or on the other side where the screen ends', () => {
    expect(place(100, 100)).toEqual({ left: 130, top: 130 });
    expect(place(700, 100)).toEqual({ left: 490, top: 130 });
    expect(place(100, 560)).toEqual({ left: 130, top: 490 });
  });

  test('are always on the screen, wherever the cell is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 1100 }), fc.integer({ min: -300, max: 900 }), (x, y) => {
        const { left, top } = place(x, y);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(10);
        expect(left + 200).toBeLessThanOrEqual(790);
        expect(top + 60).toBeLessThanOrEqual(590);
      }),
    );
  });
});
