import { describe, expect, test } from 'vitest';
import { DARK } from '../picture/testing/dark.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { countAfter, nearestCount } from './CostChart.layout.ts';
import type { CostSeries } from './CostChart.layout.ts';
import { costPicture } from './CostChart.picture.ts';
import type { CostValues } from './CostChart.picture.ts';
import { costBlock } from './CostChart.svg.ts';

const COUNTS = [1, 2, 4, 8, 16, 32, 64];

const grows: CostSeries = {
  id: 'maps',
  name: 'maps, exponentials',
  points: COUNTS.map((nHeads) => ({ nHeads, ratio: nHeads })),
};
const stays: CostSeries = {
  id: 'parameters',
  name: 'parameters, multiply-adds, cache',
  points: COUNTS.map((nHeads) => ({ nHeads, ratio: 1 })),
};
const measured: CostSeries = {
  id: 'measured',
  name: 'time here, 512 tokens',
  points: [
    { nHeads: 1, ratio: 1 },
    { nHeads: 2, ratio: 0.93 },
    { nHeads: 4, ratio: 1.1 },
    { nHeads: 8, ratio: 1.17 },
    { nHeads: 16, ratio: 1.26 },
  ],
};

const TOGETHER: CostValues = {
  series: [grows, stays, measured],
  counts: COUNTS,
  refused: [],
  own: 8,
  ownName: 'the textbook layer',
};
/** 12 of 300: neither 8 nor what is beyond divides that. */
const REFUSED: CostValues = {
  series: [grows, stays].map((line) => ({ ...line, points: line.points.slice(0, 3) })),
  counts: [1, 2, 4, 8, 12, 16, 32, 64],
  refused: [8, 16, 32, 64],
  own: 12,
  ownName: 'some model',
};

const draw = (values: CostValues, width = 560, ink?: typeof DARK): string =>
  standalone(costBlock(costPicture(values, { width, height: 240 }, 15), ink), ink);

testPictures(import.meta.dirname, {
  together: () => draw(TOGETHER),
  'together-dark': () => draw(TOGETHER, 560, DARK),
  'not-measured-and-narrow': () => draw({ ...TOGETHER, series: [grows, stays] }, 330),
  'heads-that-do-not-divide': () => draw(REFUSED),
  'everything-grows': () => draw({ ...TOGETHER, series: [{ ...grows, name: 'everything' }], own: 64 }),
});

describe('a chart of costs', () => {
  const { layout, lines, upwards } = costPicture(TOGETHER, { width: 560, height: 240 }, 15);

  test('what grows with the heads is a straight line, as high as it is many', () => {
    const [line] = layout.lines;
    const slopes = line!.places.slice(1).map((place, at) => {
      const before = line!.places[at]!;
      return (before.y - place.y) / (place.x - before.x);
    });
    for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 10);
    expect(line?.places.at(-1)?.y).toBe(layout.top);
    expect(layout.yTicks.map(({ text }) => text)).toEqual(['×1', '×2', '×4', '×8', '×16', '×32', '×64']);
  });

  test('what took less time than one head lies below the line of one, and inside the chart', () => {
    const two = layout.lines[2]!.places[1]!;
    expect(two.y).toBeGreaterThan(layout.yTicks[0]!.at);
    expect(two.y).toBeLessThan(layout.bottom);
  });

  test('lines are told apart by dashes and dots as well as by colour, and say where they end', () => {
    expect(lines.map(({ tone, dashes, isMeasured, end }) => [tone, dashes, isMeasured, end])).toEqual([
      ['accent', '', false, '×64 with 64 heads'],
      ['ink', '7 3', false, '×1 with 64 heads'],
      ['evidence', '', true, '×1.26 with 16 heads'],
    ]);
    expect(upwards).toBe('times as much as with one head');
  });

  test('without any layer there are axes, no line, and no number that others would be compared with', () => {
    const none = costPicture({ ...REFUSED, series: [], refused: REFUSED.counts }, { width: 560, height: 240 }, 15);
    expect(none.upwards).toBe('no such layer, whatever its number of heads');
    expect([none.layout.xTicks.length, none.lines.length]).toEqual([8, 0]);
  });

  test('a number that would touch the marked one has no name, but its place', () => {
    const { layout: tight } = costPicture({ ...REFUSED, own: 12 }, { width: 200, height: 240 }, 15);
    expect(tight.xTicks.map(({ text }) => text)).toEqual(['1', '2', '4', '', '12', '', '32', '64']);
    expect(nearestCount(tight, tight.xTicks[3]!.at)).toBe(8);
  });

  test('keys walk from number to number and stay at the ends', () => {
    expect(['ArrowRight', 'ArrowLeft', 'Home', 'End', 'a'].map((key) => countAfter(layout, 8, key))).toEqual([
      16,
      4,
      1,
      64,
      null,
    ]);
    expect(countAfter(layout, 64, 'ArrowRight')).toBe(64);
    expect(countAfter(layout, 1, 'ArrowLeft')).toBe(1);
  });
});
