import type { ComponentProps } from 'react';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { createHoverStore } from '../hover.ts';
import { AlikeMatrix } from './AlikeMatrix.tsx';
import { alikeLayout, branches, distancePixels, movePair, placeAt, treeExtent, treeX } from './AlikeMatrix.layout.ts';

fc.configureGlobal({ seed: 20_261_121 });

const REM = 15;

/** Four heads: 0 and 2 are near, 1 joins them, 3 is far. */
const MERGES = [
  { a: 0, b: 2, height: 0.1 },
  { a: 4, b: 1, height: 0.3 },
  { a: 5, b: 3, height: 0.8 },
];
const ORDER = [0, 2, 1, 3];
const DISTANCE = Float32Array.of(0, 0.3, 0.1, 0.9, 0.3, 0, 0.25, 0.75, 0.1, 0.25, 0, 0.8, 0.9, 0.75, 0.8, 0);
const CONTENT = DISTANCE.map((value, i) => (i === 3 || i === 12 ? Number.NaN : value / 2));

describe('the layout of the matrix', () => {
  test('finds the pair in the middle of every cell, and a row without a column on names and tree', () => {
    const count = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(count, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 1500 }), (n, r, c, size) => {
        const layout = alikeLayout(n, true, size, size, REM);
        const [row, column] = [r % n, c % n];
        const y = layout.top + (row + 0.5) * layout.cell;
        expect(placeAt(layout, layout.left + (column + 0.5) * layout.cell, y)).toEqual({ row, column });
        expect(placeAt(layout, layout.left / 2, y)).toEqual({ row, column: null });
        expect(placeAt(layout, layout.left / 2, layout.top - 1)).toBeNull();
        expect(placeAt(layout, layout.left + layout.side + 1, y)).toBeNull();
      }),
    );
  });

  test.each([32, 144])('fits %i heads into 520 pixels with names that do not overlap', (n) => {
    const layout = alikeLayout(n, true, 520, 520, REM);
    expect(layout.left + layout.side).toBeLessThanOrEqual(520);
    expect(layout.top + layout.side).toBeLessThanOrEqual(520);
    expect(layout.every * layout.cell).toBeGreaterThanOrEqual(0.74 * REM);
  });

  test('gives the tree no room where there is none', () => {
    expect(alikeLayout(8, false, 400, 400, REM).left).toBeLessThan(alikeLayout(8, true, 400, 400, REM).left);
  });

  test('arrows lead to neighbours, from the first pair on', () => {
    expect(movePair(4, null, 'ArrowDown')).toEqual({ row: 1, column: 0 });
    expect(movePair(4, { row: 1, column: 0 }, 'ArrowRight')).toEqual({ row: 1, column: 1 });
    expect(movePair(4, { row: 3, column: 0 }, 'ArrowDown')).toEqual({ row: 3, column: 0 });
    expect(movePair(1, null, 'ArrowUp')).toEqual({ row: 0, column: 0 });
    expect(movePair(4, null, 'Enter')).toBeNull();
  });
});

describe('the tree', () => {
  const layout = alikeLayout(4, true, 400, 400, REM);
  const drawn = branches(layout, MERGES, ORDER, 0.2);
  const extent = treeExtent(MERGES, 0.2);
  const y = (row: number): number => layout.top + (row + 0.5) * layout.cell;

  /** Numbers of a path "M x y H x V y H x". */
  const numbers = (path: string): number[] => [...path.matchAll(/[-\d.]+/g)].map(([text]) => Number(text));

  test('joins two leaves at their distance, between their rows', () => {
    const [x1, y1, joint, y2, x2] = numbers(drawn[0]!.path);
    expect([x1, x2]).toEqual([layout.treeRight, layout.treeRight]);
    expect(y1).toBeCloseTo(y(0), 1);
    expect(y2).toBeCloseTo(y(1), 1);
    expect(joint).toBeCloseTo(treeX(layout, 0.1, extent), 1);
  });

  test('goes on from the middle of what is joined', () => {
    const [x1, y1, , y2] = numbers(drawn[1]!.path);
    expect(x1).toBeCloseTo(treeX(layout, 0.1, extent), 1);
    expect(y1).toBeCloseTo(y(0.5), 1);
    expect(y2).toBeCloseTo(y(2), 1);
  });

  test('says which joints lie below tau', () => {
    expect(drawn.map((branch) => branch.isBelow)).toEqual([true, false, false]);
  });

  test('reaches over the highest joint and over tau', () => {
    expect(treeExtent(MERGES, 0.2)).toBeGreaterThan(0.8);
    expect(treeExtent(MERGES, 1)).toBeGreaterThan(1);
    expect(treeX(layout, 0, extent)).toBe(layout.treeRight);
    expect(treeX(layout, 0.8, extent)).toBeGreaterThan(layout.treeLeft);
  });

  test('refuses a joint of what is not there', () => {
    expect(() => branches(layout, [{ a: 0, b: 9, height: 1 }], ORDER, 0.2)).toThrow('invalid merge: 0, 9');
  });
});

test('cells stand in the order of the tree; alike is the far end of the ramp, NaN is left free', () => {
  const ramp = Uint32Array.from({ length: 11 }, (_, step) => 100 + step);
  const steps = [
    ...distancePixels(
      CONTENT.map((value) => value * 2),
      ORDER,
      ramp,
    ),
  ].map((pixel) => (pixel === 0 ? null : pixel - 100));
  expect(steps).toEqual([10, 9, 7, null, 9, 10, 8, 2, 7, 8, 10, 3, null, 2, 3, 10]);
});

describe('the matrix', () => {
  const draw = (props: Partial<ComponentProps<typeof AlikeMatrix>> = {}): string =>
    renderToStaticMarkup(
      <AlikeMatrix
        names={['L4H0', 'L4H1', 'L6H0', 'L6H1']}
        nHeads={2}
        distance={DISTANCE}
        contentDistance={CONTENT}
        keys="all"
        order={ORDER}
        merges={MERGES}
        tau={0.2}
        selected={null}
        width={400}
        height={400}
        rem={REM}
        scheme="light"
        hover={createHoverStore()}
        onSelect={() => {}}
        {...props}
      />,
    );
  const words = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

  test('reads out the chosen pair with both distances', () => {
    // An odd place: distance 0.25 of heads 2 and 1 is named in the order given.
    expect(words(draw({ selected: [2, 1] }))).toContain('L6H0 and L4H1: distance 0.25; on content keys 0.13.');
    expect(words(draw({ selected: [0, 3] }))).toContain(
      'L4H0 and L6H1: distance 0.90; too little attention on content keys to judge.',
    );
    expect(words(draw({ selected: [2, 1], contentDistance: null }))).toContain('L6H0 and L4H1: distance 0.25.');
    expect(words(draw())).toContain('Point at a cell to read the pair.');
  });

  test('names the heads in the order of the tree, and tau beside its line', () => {
    expect(words(draw())).toMatch(/0\.20 L4H0 L6H0 L4H1 L6H1/);
  });

  test('drawn on content keys says so, and hatches pairs that cannot be judged', () => {
    expect(draw({ keys: 'content' })).toContain('aria-label="distance on content keys: 0, 0.50, 1.00');
    expect(draw({ keys: 'content' })).toContain('How alike 4 heads look on content keys');
    expect(draw({ keys: 'content' })).toContain('cannot be judged');
    expect(draw()).not.toContain('cannot be judged');
  });

  test('a tree of only some heads joins their rows; those left out have a row below', () => {
    const some = [
      { a: 0, b: 2, height: 0.1 },
      { a: 3, b: 4, height: 0.8 },
    ];
    expect(draw({ merges: some, order: [0, 2, 3, 1] }).match(/<path d="M/g)).toHaveLength(2);
  });

  test('has a legend from alike, far from the page, to nothing in common', () => {
    expect(draw()).toContain('aria-label="distance: 0, 0.50, 1.00"');
    expect(/linear-gradient\(to right, (#\w+)/.exec(draw())![1]).toBe('#2a0f55');
  });

  test('lights the row of the head that is pointed at elsewhere on the page', () => {
    const hover = createHoverStore();
    hover.set({ head: { layer: 1, head: 0 } });
    expect(words(draw({ hover }))).toMatch(/L6H1 L6H0 Point/);
  });

  test('draws no tree where there is none', () => {
    expect(words(draw({ merges: [] }))).not.toContain('0.20');
  });
});
