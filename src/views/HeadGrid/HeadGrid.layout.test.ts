import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chipNumber, gridLayout, isGridMove, moveInGrid } from './HeadGrid.layout.ts';

type GridMove = Parameters<typeof moveInGrid>[2];

fc.configureGlobal({ seed: 20_261_121 });

const GAP = 4;

describe('the layout of the grid', () => {
  const count = fc.integer({ min: 1, max: 40 });
  const size = fc.integer({ min: 0, max: 2000 });
  const rem = fc.constantFrom(15, 21);

  test('keeps thumbnails between 1.9 and 7 rem, in whole pixels', () => {
    fc.assert(
      fc.property(count, count, size, size, rem, (rows, columns, width, height, unit) => {
        const { side } = gridLayout(rows, columns, width, height, unit);
        expect(Number.isInteger(side)).toBe(true);
        expect(side).toBeGreaterThanOrEqual(Math.floor(1.9 * unit));
        expect(side).toBeLessThanOrEqual(7 * unit);
      }),
    );
  });

  test('fits the whole grid into the box unless thumbnails are at their least', () => {
    fc.assert(
      fc.property(count, count, size, size, rem, (rows, columns, width, height, unit) => {
        const { side, chipHeight, titleWidth } = gridLayout(rows, columns, width, height, unit);
        if (side <= 1.9 * unit) return;
        expect(titleWidth + columns * (side + GAP)).toBeLessThanOrEqual(width);
        expect(1.4 * unit + rows * (side + chipHeight + GAP)).toBeLessThanOrEqual(height + 1);
      }),
    );
  });

  test('with folded layers still fits, each of them larger than a thumbnail', () => {
    fc.assert(
      fc.property(count, count, size, size, rem, fc.nat(40), (rows, columns, width, height, unit, folded) => {
        const nFolded = Math.min(rows, folded);
        const { side, foldedSide, chipHeight } = gridLayout(rows, columns, width, height, unit, nFolded);
        expect(foldedSide).toBeGreaterThan(1.7 * side);
        expect(foldedSide).toBeGreaterThanOrEqual(Math.floor(5.6 * unit));
        if (side <= 1.9 * unit || foldedSide > Math.round(1.8 * side)) return;
        const used = (rows - nFolded) * (side + chipHeight) + nFolded * foldedSide + rows * GAP;
        expect(1.4 * unit + used).toBeLessThanOrEqual(height + 1 + nFolded);
      }),
    );
    expect(gridLayout(4, 8, 700, 900, 15, 0)).toEqual(gridLayout(4, 8, 700, 900, 15));
  });

  test('is bound by the width alone where the page scrolls', () => {
    fc.assert(
      fc.property(count, count, size, size, rem, (rows, columns, width, height, unit) => {
        const free = gridLayout(rows, columns, width, Infinity, unit).side;
        expect(free).toBe(gridLayout(1, columns, width, Infinity, unit).side);
        expect(free).toBeGreaterThanOrEqual(gridLayout(rows, columns, width, height, unit).side);
      }),
    );
  });

  test('has words under thumbnails that are wide enough for one, else glyphs', () => {
    expect(gridLayout(4, 8, 800, 800, 15).chip).toBe('word');
    expect(gridLayout(12, 12, 500, 800, 15).chip).toBe('glyph');
  });
});

describe('a number on a chip', () => {
  test.each<[string, number, 'word' | 'glyph', string]>([
    ['+0.19', 60, 'word', '+0.19'],
    // 53 pixels less a glyph hold four letters of 7.9, 34 hold four, 28 three.
    ['+0.19', 53, 'word', '+.19'],
    ['+0.19', 34, 'glyph', '+.19'],
    ['+0.19', 28, 'glyph', ''],
    ['0.12', 34, 'glyph', '0.12'],
    ['0.12', 28, 'glyph', '.12'],
    ['10.12', 34, 'glyph', ''],
    ['', 28, 'glyph', ''],
  ])('"%s" in %i pixels with room for a %s reads "%s", and is never cut off', (text, side, chip, shown) => {
    expect(chipNumber(text, text, { side, chip }, 15)).toBe(shown);
  });

  test.each([
    [34, '.00'],
    [28, ''],
  ])('a 0 without a sign, in %i pixels beside numbers that have one, reads "%s" as they do', (side, shown) => {
    expect(chipNumber('0.00', '+0.97', { side, chip: 'glyph' }, 15)).toBe(shown);
  });
});

/** Two full rows and a last one that is shorter, as a sorted grid may have. */
const ROWS = [
  [0, 1, 2].map((head) => ({ layer: 0, head })),
  [0, 1, 2].map((head) => ({ layer: 1, head })),
  [{ layer: 2, head: 0 }],
];

describe('a move in the grid', () => {
  test.each<[GridMove, number, number, number, number]>([
    ['ArrowRight', 0, 1, 0, 2],
    ['ArrowLeft', 0, 1, 0, 0],
    ['ArrowDown', 0, 1, 1, 1],
    ['ArrowUp', 1, 2, 0, 2],
    ['Home', 1, 2, 1, 0],
    ['End', 1, 0, 1, 2],
    ['ArrowRight', 0, 2, 0, 2],
    ['ArrowLeft', 1, 0, 1, 0],
    ['ArrowUp', 0, 1, 0, 1],
    ['ArrowDown', 2, 0, 2, 0],
    ['ArrowDown', 1, 2, 2, 0],
  ])('%s leads from L%iH%i to L%iH%i', (move, layer, head, toLayer, toHead) => {
    expect(moveInGrid(ROWS, { layer, head }, move)).toEqual({ layer: toLayer, head: toHead });
  });

  test('from a head that the grid has no more leads to its first', () => {
    expect(moveInGrid(ROWS, { layer: 9, head: 9 }, 'ArrowRight')).toEqual({ layer: 0, head: 0 });
    expect(moveInGrid([], { layer: 9, head: 9 }, 'ArrowRight')).toEqual({ layer: 9, head: 9 });
  });

  test('reaches every head from the first with the arrow keys', () => {
    const seen = new Set<string>();
    const open = [ROWS[0]![0]!];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const name = `${at.layer},${at.head}`;
      if (seen.has(name)) continue;
      seen.add(name);
      for (const move of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const)
        open.push(moveInGrid(ROWS, at, move));
    }
    expect(seen.size).toBe(7);
  });
});

test('only the arrows, Home and End move', () => {
  expect(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End'].every(isGridMove)).toBe(true);
  expect(['Enter', 'Tab', 'PageUp', 'a', ' '].some(isGridMove)).toBe(false);
});
