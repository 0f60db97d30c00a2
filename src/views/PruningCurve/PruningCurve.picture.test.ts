import { describe, expect, test } from 'vitest';
import { DARK } from '../picture/testing/dark.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { standalone } from '../picture/testing/standalone.ts';
import type { CurvePoint, CurveSeries } from './PruningCurve.layout.ts';
import { curvePicture } from './PruningCurve.picture.ts';
import type { CurveValues } from './PruningCurve.picture.ts';
import { curveBlock } from './PruningCurve.svg.ts';

/** A line that bends upwards: the more heads are gone, the more the next one costs. */
function lineOf(id: string, name: string, nPoints: number, steepness: number, spread = 0): CurveSeries {
  const points = Array.from({ length: nPoints }, (_, nRemoved): CurvePoint => {
    const value = 4.1 + (steepness * nRemoved * nRemoved) / 256;
    const by = (spread * nRemoved) / 16;
    return spread === 0 ? { nRemoved, value } : { nRemoved, value, low: value - by, high: value + 2 * by };
  });
  return { id, name, points };
}

const BY_IMPORTANCE = lineOf('importance', 'least important first', 17, 2);
const PINNED = lineOf('own', 'pinned, in order', 6, 6);
const RANDOM = lineOf('random', 'at random', 17, 3, 0.5);

function valuesOf(series: readonly CurveSeries[], nHeads = 16): CurveValues {
  return { series, nHeads, baseline: 4.1, quantity: 'loss', unit: 'nats per token' };
}

const draw = (values: CurveValues, scheme: 'light' | 'dark' = 'light', width = 640): string => {
  const ink = scheme === 'dark' ? DARK : undefined;
  return standalone(curveBlock(curvePicture(values, { width, height: 300 }, 15), ink), ink);
};

const ONE_HEAD: CurveSeries = {
  id: 'importance',
  name: 'least important first',
  points: [
    { nRemoved: 0, value: 4.1 },
    { nRemoved: 1, value: 3.9 },
  ],
};

testPictures(import.meta.dirname, {
  'one-line': () => draw(valuesOf([BY_IMPORTANCE])),
  'one-line-dark': () => draw(valuesOf([BY_IMPORTANCE]), 'dark'),
  'three-lines-band-at-random': () => draw(valuesOf([BY_IMPORTANCE, PINNED, RANDOM])),
  'three-lines-band-at-random-dark': () => draw(valuesOf([BY_IMPORTANCE, PINNED, RANDOM]), 'dark'),
  'one-head': () => draw(valuesOf([ONE_HEAD], 1)),
  'only-the-whole-model': () => draw(valuesOf([lineOf('random', 'at random', 1, 0)])),
  'too-many-heads-for-dots': () => draw(valuesOf([BY_IMPORTANCE], 144)),
  narrow: () => draw(valuesOf([BY_IMPORTANCE, RANDOM]), 'light', 320),
});

describe('a curve', () => {
  const picture = curvePicture(valuesOf([BY_IMPORTANCE, PINNED, RANDOM]), { width: 640, height: 300 }, 15);

  test('is told apart from others by dashes and by a part of the page', () => {
    expect(picture.lines.map(({ tone, dashes }) => [tone, dashes])).toEqual([
      ['accent', ''],
      ['ink', '7 3'],
      ['muted', '2 3'],
    ]);
  });

  test('that is still under way is led to its name', () => {
    const [whole, begun] = picture.lines;
    expect(whole?.leader).toBeNull();
    expect(begun?.leader?.from).toEqual({ x: begun!.dots.at(-1)!.x + 5, y: begun!.dots.at(-1)!.y });
    expect(begun?.leader?.to).toEqual({ x: begun!.label!.x - 4, y: begun!.label!.y });
  });

  test('shows its newest point only where points cannot be told apart', () => {
    const many = curvePicture(valuesOf([BY_IMPORTANCE], 144), { width: 640, height: 300 }, 15);
    expect(many.lines[0]?.dots).toEqual([many.layout.lines[0]?.places.at(-1)]);
    expect(picture.lines[0]?.dots).toHaveLength(17);
  });
});
