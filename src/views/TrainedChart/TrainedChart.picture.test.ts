import { describe, expect, test } from 'vitest';
import { DARK } from '../picture/testing/dark.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { headsAfter, nearestHeads, trainedLayout } from './TrainedChart.layout.ts';
import { trainedPicture } from './TrainedChart.picture.ts';
import type { TrainedSeries, TrainedValues } from './TrainedChart.picture.ts';
import { trainedBlock } from './TrainedChart.svg.ts';

const COUNTS = [1, 2, 4, 8, 16];
const REM = 15;

const series = (
  id: string,
  name: string,
  isFromZero: boolean,
  of: (nHeads: number) => readonly number[],
): TrainedSeries => ({
  id,
  name,
  isFromZero,
  points: COUNTS.map((nHeads) => {
    const values = of(nHeads);
    return { nHeads, values, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
  }),
});

const QUALITY = series('quality', 'named rightly, %', false, (n) => [87 + n / 20, 87.5 + n / 20, 88.25 - n / 40]);
const PARAMETERS = series('parameters', 'parameters', true, () => [139_018]);
const TIME = series('time', 'ms a picture', true, (n) => [0.25 + n / 32]);
const MAPS = series('maps', 'weights of attention', true, (n) => [10_000 * n]);

const THREE_SEEDS: TrainedValues = { series: [QUALITY, PARAMETERS, TIME, MAPS], own: 8 };
const ONE_SEED: TrainedValues = {
  series: [
    { ...QUALITY, points: QUALITY.points.map((one) => ({ ...one, values: [one.mean] })) },
    PARAMETERS,
    TIME,
    MAPS,
  ],
  own: null,
};

const draw = (values: TrainedValues, width = 860, ink?: typeof DARK): string =>
  standalone(trainedBlock(trainedPicture(values, width, REM), ink), ink);

testPictures(import.meta.dirname, {
  'three-seeds': () => draw(THREE_SEEDS),
  'three-seeds-dark-and-narrow': () => draw(THREE_SEEDS, 350, DARK),
  'one-seed-on-a-phone': () => draw(ONE_SEED, 240),
});

describe('a chart of trained models', () => {
  const layout = trainedLayout(THREE_SEEDS.series, 8, 860, REM);
  const [quality, parameters, , maps] = layout.panels;

  test('heads lie in powers of two, so that each doubling is as far as the next', () => {
    const at = quality!.places.map(({ x }) => x);
    for (const [index, x] of at.slice(1).entries()) expect(x - at[index]!).toBeCloseTo(at[1]! - at[0]!, 9);
  });

  test('amounts begin at nothing: twice as much is twice as high', () => {
    const heights = maps!.places.map(({ mean }) => maps!.bottom - mean);
    for (const [index, height] of heights.slice(1).entries()) expect(height / heights[index]!).toBeCloseTo(2, 9);
    expect(maps!.yTicks[0]).toEqual({ at: maps!.bottom, text: '0' });
    expect(new Set(parameters!.places.map(({ mean }) => mean)).size).toBe(1);
  });

  test('seeds lie between the ends of their line, the mean among them, and all of it inside the panel', () => {
    for (const { top, bottom, mean, seeds } of quality!.places) {
      expect([Math.min(...seeds), Math.max(...seeds)]).toEqual([top, bottom]);
      expect(mean).toBeGreaterThanOrEqual(top);
      expect(mean).toBeLessThanOrEqual(bottom);
      expect(top).toBeGreaterThanOrEqual(quality!.top);
      expect(bottom).toBeLessThanOrEqual(quality!.bottom);
    }
  });

  test('panels stand side by side where there is room, else two and two or one below the other, never over the edge', () => {
    const rowsAt = (width: number) =>
      new Set(trainedLayout(THREE_SEEDS.series, 8, width, REM).panels.map(({ top }) => top)).size;
    expect([860, 500, 200].map(rowsAt)).toEqual([1, 2, 4]);
    for (const width of [860, 500, 340, 200])
      for (const { left, right } of trainedLayout(THREE_SEEDS.series, 8, width, REM).panels) {
        expect(left).toBeLessThan(right);
        expect(right).toBeLessThanOrEqual(width);
      }
  });

  test('a place in any panel is that of the nearest number of heads', () => {
    const { x, mean } = maps!.places[3]!;
    expect([nearestHeads(layout, x + 2, mean), nearestHeads(layout, 0, 0), nearestHeads({ panels: [] }, 0, 0)]).toEqual(
      [8, 1, null],
    );
  });

  test('keys walk from number to number and stay at the ends', () => {
    expect(['ArrowRight', 'ArrowLeft', 'Home', 'End', 'a'].map((key) => headsAfter(layout, 4, key))).toEqual([
      8,
      2,
      1,
      16,
      null,
    ]);
    expect([headsAfter(layout, 16, 'ArrowRight'), headsAfter(layout, 1, 'ArrowLeft')]).toEqual([16, 1]);
  });

  test('what was trained once has no spread to explain', () => {
    expect(trainedPicture(ONE_SEED, 860, REM).legend.map(({ mark }) => mark)).toEqual(['mean']);
    expect(trainedPicture(THREE_SEEDS, 860, REM).legend.map(({ mark }) => mark)).toEqual(['mean', 'spread', 'seed']);
    expect(trainedPicture(THREE_SEEDS, 860, REM).panels[0]?.xTicks.filter(({ isOwn }) => isOwn)).toHaveLength(1);
  });
});
