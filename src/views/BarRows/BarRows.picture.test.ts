import { describe, expect, test } from 'vitest';
import { DARK } from '../picture/testing/dark.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { moveOnBars, placeAt } from './BarRows.layout.ts';
import { barRowsPicture } from './BarRows.picture.ts';
import type { BarRow, BarRowsValues } from './BarRows.picture.ts';
import { barRowsBlock } from './BarRows.svg.ts';

const axisOf = (value: number): string => value.toFixed(1);
const row = (id: string, values: readonly number[], more: Partial<BarRow> = {}): BarRow => ({
  id,
  name: id,
  reading: '',
  tone: 'plain',
  values,
  axisOf,
  ...more,
});

const NO = Number.NaN;
const WORDS = ['The', 'boy', 'sprinted', 'to', 'the', 'bank', 'because'];

/** A query that may not look at the last two of seven keys. */
const ROW: BarRowsValues = {
  places: WORDS,
  lit: 2,
  rows: [
    row('raw product', [-5.2, -18.7, 52.3, -2.4, 15.5, NO, NO], { reading: '52.3' }),
    row('weight', [0, 0.02, 0.9, 0.03, 0.05, NO, NO], { reading: '0.90', tone: 'key', reach: 1 }),
  ],
};

/** Three rows over channels, as the product of a query and a key is read. */
const PRODUCT: BarRowsValues = {
  places: ['0', '1', '2', '3', '4'],
  lit: null,
  rows: [
    row('query', [1, 1.8, -4.6, -0.3, 2.3], { tone: 'query' }),
    row('key', [0.1, 0.3, -3, 1.5, 2.3], { tone: 'key' }),
    row('value', [0.1, 0.3, -3, 1.5, 2.3], { tone: 'value' }),
    row('written', [0.1, 0.54, 13.8, -0.45, 5.29], { tone: 'output' }),
  ],
};

const MANY: BarRowsValues = {
  places: Array.from({ length: 300 }, (_, place) => `token ${place}`),
  lit: 41,
  rows: [
    row(
      'score',
      Array.from({ length: 300 }, (_, place) => Math.sin(place / 9) * place),
    ),
  ],
};

const draw = (values: BarRowsValues, scheme: 'light' | 'dark' = 'light', width = 420): string => {
  const ink = scheme === 'dark' ? DARK : undefined;
  return standalone(barRowsBlock(barRowsPicture(values, width, 15), ink), ink);
};

testPictures(import.meta.dirname, {
  'a-row-before-and-after': () => draw(ROW),
  'a-row-before-and-after-dark': () => draw(ROW, 'dark'),
  'channel-by-channel': () => draw(PRODUCT),
  'channel-by-channel-dark': () => draw(PRODUCT, 'dark'),
  'too-many-for-names': () => draw(MANY),
  narrow: () => draw(ROW, 'light', 200),
  'one-place': () => draw({ places: ['x'], lit: 0, rows: [row('weight', [1], { reach: 1 })] }),
  'nothing-is-there': () => draw({ places: ['a', 'b'], lit: null, rows: [row('weight', [NO, NO])] }),
});

describe('a row of bars', () => {
  const { rows, layout } = barRowsPicture(ROW, 420, 15);
  const bars = (path: string) =>
    [...path.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)V([\d.]+)/g)].map((m) => m.slice(1).map(Number));

  test('reaches from 0 upwards for what is above it, downwards for what is below', () => {
    const { zero, top, bottom, bars: others, litBar } = rows[0]!;
    const ends = bars(others).map(([, from, , to]) => [from! - zero, to! - zero]);
    // -5.2, -18.7, -2.4 and then 15.5: SVG counts downwards.
    expect(
      ends.map(([from, to]) => [Math.abs(from!) < 0.1 ? 'zero' : 'above', Math.abs(to!) < 0.1 ? 'zero' : 'below']),
    ).toEqual([
      ['zero', 'below'],
      ['zero', 'below'],
      ['zero', 'below'],
      ['above', 'zero'],
    ]);
    const [[, from, , to] = []] = bars(litBar);
    expect(from).toBeCloseTo(top, 1);
    expect(to).toBeCloseTo(zero, 1);
    expect((to! - from!) / (bottom - top)).toBeCloseTo(52.3 / (52.3 + 18.7), 1);
  });

  test('is read off over its last bar, and never in its own name or beyond the picture', () => {
    const endAt = (name: string, width: number): number => {
      const few = barRowsPicture(
        { places: ['a', 'b'], lit: 0, rows: [row(name, [1, 2], { reading: '1.00' })] },
        width,
        15,
      );
      return few.rows[0]!.readingEnd - few.layout.end;
    };
    expect(endAt('z', 900)).toBe(0);
    const name = 'of it the same for every text';
    expect(endAt(name, 900)).toBeGreaterThan(0.4 * 13 * name.length - 129);
    expect(barRowsPicture(ROW, 200, 15).rows[0]!.readingEnd).toBeLessThanOrEqual(200);
  });

  test('has an axis of its own, named at its ends by the numbers it ends at', () => {
    expect(rows.map(({ ticks }) => ticks.map(({ text }) => text))).toEqual([
      ['52.3', '-18.7'],
      ['1.0', '0'],
    ]);
  });

  test('ends at 0 where there is nothing beyond but rounding', () => {
    const ticksOf = (values: readonly number[]): readonly string[] =>
      barRowsPicture({ places: ['a', 'b'], lit: null, rows: [row('sums', values)] }, 400, 16).rows[0]!.ticks.map(
        ({ text }) => text,
      );
    expect(ticksOf([4, -2.2e-8])).toEqual(['4.0', '0']);
    expect(ticksOf([2.2e-8, -4])).toEqual(['-4.0', '0']);
    expect(ticksOf([4, -0.1])).toEqual(['4.0', '-0.1']);
    expect(ticksOf([2e-8, -2e-8])).toEqual(['0.0', '-0.0']);
  });

  test('is hatched where there is no value, which is not where the value is 0', () => {
    expect(bars(rows[1]!.leftOut).map(([x]) => x)).toEqual(
      [5, 6].map((place) => expect.closeTo(layout.left + place * layout.cell, 0)),
    );
    expect(bars(rows[1]!.bars)).toHaveLength(4);
  });

  test('names only the lit place where there is no room for all', () => {
    expect(barRowsPicture(MANY, 420, 15).names.map(({ text }) => text)).toEqual(['token 41']);
    expect(barRowsPicture({ ...MANY, lit: null }, 420, 15).names).toEqual([]);
  });

  test('is pointed at by place, and beside it nothing is', () => {
    expect(placeAt(layout, 7, layout.left + 2.5 * layout.cell)).toBe(2);
    expect(placeAt(layout, 7, layout.left - 1)).toBeNull();
    expect(placeAt(layout, 7, layout.left + 7 * layout.cell + 1)).toBeNull();
  });
});

test.each([
  ['ArrowRight', null, 0],
  ['ArrowRight', 6, 6],
  ['ArrowLeft', 3, 2],
  ['ArrowLeft', 0, 0],
  ['Home', 4, 0],
  ['End', 0, 6],
  ['ArrowUp', 2, null],
])('%s leads from place %s to %s', (key, from, to) => {
  expect(moveOnBars(7, from, key)).toBe(to);
  expect(moveOnBars(0, null, key)).toBeNull();
});
