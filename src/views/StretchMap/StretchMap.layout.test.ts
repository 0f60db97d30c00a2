import fc from 'fast-check';
import { expect, test } from 'vitest';
import { litBars, mapSize, placeOn, stretchBox } from './StretchMap.layout.ts';

fc.configureGlobal({ seed: 20_261_130 });

test('the map is as wide as its pattern for its height, and its longer side is the one that is given', () => {
  expect(mapSize({ nQueries: 139, nKeys: 139 }, 32)).toEqual({ width: 32, height: 32 });
  expect(mapSize({ nQueries: 10, nKeys: 40 }, 32)).toEqual({ width: 32, height: 8 });
  expect(mapSize({ nQueries: 400, nKeys: 2 }, 32)).toEqual({ width: 5, height: 32 });
});

test('the frame lies where the stretch does', () => {
  const stretch = { queries: { start: 20, end: 40 }, keys: { start: 0, end: 50 } };
  expect(stretchBox(stretch, { nQueries: 40, nKeys: 100 }, { width: 60, height: 20 })).toEqual({
    left: 0,
    top: 10,
    width: 30,
    height: 10,
  });
});

test('the frame is on the map and can be seen, and a press in its middle has its middle', () => {
  const length = fc.integer({ min: 8, max: 512 });
  fc.assert(
    fc.property(length, length, fc.nat(511), fc.nat(511), (nQueries, nKeys, from, more) => {
      const axes = { nQueries, nKeys };
      const size = mapSize(axes, 32);
      const spanOf = (n: number) => ({ start: from % n, end: Math.min(n, (from % n) + 1 + (more % n)) });
      const stretch = { queries: spanOf(nQueries), keys: spanOf(nKeys) };
      const { left, top, width, height } = stretchBox(stretch, axes, size);
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(left + width).toBeLessThanOrEqual(size.width + 1e-9);
      expect(top + height).toBeLessThanOrEqual(size.height + 1e-9);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(5);
      const { query, key } = placeOn(axes, size, left + width / 2, top + height / 2);
      const near = (at: number, { start, end }: { start: number; end: number }, n: number, room: number): boolean =>
        Math.abs(at - (start + end) / 2) <= (2.5 * n) / room + 1e-9;
      expect(near(query, stretch.queries, nQueries, size.height)).toBe(true);
      expect(near(key, stretch.keys, nKeys, size.width)).toBe(true);
    }),
  );
});

test('a press beside the map has a place at its edge', () => {
  expect(placeOn({ nQueries: 10, nKeys: 20 }, { width: 32, height: 16 }, -4, 99)).toEqual({ query: 10, key: 0 });
});

test('a lit row and column are marked where they lie in the whole, a pixel thick at least and never beyond the map', () => {
  const axes = { nQueries: 40, nKeys: 320 };
  const size = { width: 32, height: 4 };
  expect(litBars({ query: 20, key: 80 }, axes, size)).toEqual({
    row: { from: 2, size: 1 },
    column: { from: 8, size: 1 },
  });
  expect(litBars({ query: 39, key: 319 }, axes, size)).toEqual({
    row: { from: 3, size: 1 },
    column: { from: 31, size: 1 },
  });
  expect(litBars({ query: 0, key: 1 }, { nQueries: 2, nKeys: 2 }, { width: 32, height: 32 })).toEqual({
    row: { from: 0, size: 16 },
    column: { from: 16, size: 16 },
  });
  expect(litBars({ query: null, key: 320 }, axes, size)).toEqual({ row: null, column: null });
});
