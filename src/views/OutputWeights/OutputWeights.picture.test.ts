import { describe, expect, test } from 'vitest';
import { rampPixels } from '../paint/ramp.ts';
import { sizeLegend } from '../parts/sizeLegend.ts';
import { DARK } from '../picture/testing/dark.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { headAt, moveOnHeads } from './OutputWeights.layout.ts';
import { outputCells, outputWeightsPicture } from './OutputWeights.picture.ts';
import type { OutputWeightsValues } from './OutputWeights.picture.ts';
import { outputWeightsBlock } from './testing/outputWeightsBlock.ts';

/** Three heads of two channels over a stream of five. */
const VALUES: OutputWeightsValues = {
  heads: ['L1H0', 'L1H1', 'L1H2'],
  given: [1, -2, 0.5, 0, 4, -1],
  weights: Array.from({ length: 30 }, (_, at) => ((at * 7) % 11) - 5),
  lit: 1,
};

/** As many channels as GPT-2 has. */
const LARGE: OutputWeightsValues = {
  heads: Array.from({ length: 12 }, (_, head) => `L3H${head}`),
  given: Array.from({ length: 768 }, (_, at) => Math.sin(at)),
  weights: Float32Array.from({ length: 768 * 768 }, (_, at) => Math.cos(at * 0.37)),
  lit: 0,
};

const pictureOf = (values: OutputWeightsValues, scheme: 'light' | 'dark' = 'light', width = 420) =>
  outputWeightsPicture(values, outputCells(values, scheme), width, 15);

const draw = async (values: OutputWeightsValues, scheme: 'light' | 'dark' = 'light', width = 420): Promise<string> => {
  const ink = scheme === 'dark' ? DARK : undefined;
  return standalone(await outputWeightsBlock(pictureOf(values, scheme, width), ink), ink);
};

testPictures(import.meta.dirname, {
  'three-heads': () => draw(VALUES),
  'three-heads-dark': () => draw(VALUES, 'dark'),
  narrow: () => draw(VALUES, 'light', 160),
});

describe('heads side by side', () => {
  const picture = pictureOf(VALUES);
  const ramp = rampPixels('light');
  const pixelOf = (share: number): number => ramp[Math.round(share * (ramp.length - 1))]!;

  test('a point a number, by its size, on a ramp from 0 to the largest', () => {
    const { given, weights } = picture;
    expect([given.width, given.height, given.max, given.nUnder]).toEqual([1, 6, 4, 1]);
    expect([weights.width, weights.height, weights.max]).toEqual([5, 6, 5]);
    expect(Array.from(given.pixels)).toEqual([1, -2, 0.5, 0, 4, -1].map((value) => pixelOf(Math.abs(value) / 4)));
    expect(weights.pixels[0]).toBe(pixelOf(1));
  });

  test('all blocks but the lit one are veiled', () => {
    const { top, block } = picture.layout;
    expect(picture.litTop).toBe(top + block);
    expect(picture.veils).toEqual([
      { top, height: block },
      { top: top + 2 * block, height: expect.closeTo(block, 9) },
    ]);
    expect(pictureOf({ ...VALUES, lit: 0 }).veils).toHaveLength(1);
    expect(picture.names.filter(({ isLit }) => isLit).map(({ text }) => text)).toEqual(['L1H1']);
  });

  test('of many numbers a point is the largest in size under it, and never of two heads', () => {
    const { weights, given } = pictureOf(LARGE);
    expect([weights.width, weights.height, weights.nUnder]).toEqual([192, 192, 16]);
    expect([given.width, given.height, given.nUnder]).toEqual([1, 192, 4]);
    const first = Math.max(...[0, 1, 2, 3].map((at) => Math.abs(Math.sin(at))));
    expect(given.pixels[0]).toBe(pixelOf(first / given.max));
    expect(sizeLegend('W_O', weights, 'light').title).toBe('size of numbers of W_O, the largest under a point');
    const legend = sizeLegend('z', picture.given, 'light');
    expect([legend.title, ...legend.ticks.map(({ text }) => text)]).toEqual([
      'size of numbers of z',
      '0',
      '2.00',
      '4.00',
    ]);
  });

  test('what is all 0 is 0 on the ramp', () => {
    const { given } = pictureOf({ ...VALUES, given: [0, 0, 0, 0, 0, 0] });
    expect([given.max, given.pixels[3]]).toEqual([0, ramp[0]]);
  });

  test('is read by height and by the keys up and down', () => {
    const { layout } = picture;
    expect(
      [layout.top - 1, layout.top, layout.top + 2.5 * layout.block, layout.height + 1].map((y) => headAt(layout, y)),
    ).toEqual([null, 0, 2, null]);
    expect(['ArrowUp', 'ArrowDown', 'Home', 'End', 'x'].map((key) => moveOnHeads(3, 1, key))).toEqual([
      0,
      2,
      0,
      2,
      null,
    ]);
    expect([moveOnHeads(3, 0, 'ArrowUp'), moveOnHeads(3, 2, 'ArrowDown')]).toEqual([0, 2]);
  });
});
