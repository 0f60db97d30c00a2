import { describe, expect, test } from 'vitest';
import { rampPixels } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { DARK } from '../picture/testing/dark.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { sizeLegend } from '../parts/sizeLegend.ts';
import { weightPicturesPicture } from './WeightPictures.picture.ts';
import type { PicturedMatrix } from './WeightPictures.picture.ts';
import { weightPicturesBlock } from './WeightPictures.svg.ts';

const matrix = (name: string, nRows: number, nColumns: number, step: number): PicturedMatrix => {
  const data = Float32Array.from({ length: nRows * nColumns }, (_, at) => ((at * step) % 11) - 5);
  return { name, data, nRows, nColumns, norm: Math.hypot(...data), largest: 5 };
};

/** A head of three channels over a stream of eight that carries two numbers of each token. */
const READS = [matrix('W_Q', 8, 3, 7), matrix('W_K', 8, 3, 4), matrix('W_V', 8, 2, 3)];
const WRITES = [matrix('W_O', 2, 8, 5)];

const draw = async (matrices: readonly PicturedMatrix[], scheme: Scheme = 'light', room = 420): Promise<string> => {
  const ink = scheme === 'dark' ? DARK : undefined;
  return standalone(await weightPicturesBlock(weightPicturesPicture(matrices, scheme, room, 15), scheme, ink), ink);
};

testPictures(import.meta.dirname, {
  reads: () => draw(READS),
  'reads-dark': () => draw(READS, 'dark'),
  narrow: () => draw(READS, 'light', 240),
  writes: () => draw(WRITES),
});

describe('weights of a head', () => {
  test('a number is a point by its size, on one scale for all matrices', () => {
    const small = { ...matrix('W_K', 2, 2, 1), data: [1, -2, 0.5, 0], norm: Math.hypot(1, 2, 0.5), largest: 2 };
    const { matrices, max } = weightPicturesPicture([small, matrix('W_V', 8, 2, 3)], 'light', 420, 15);
    const ramp = rampPixels('light');
    const pixelOf = (size: number) => ramp[Math.round((size / 5) * (ramp.length - 1))]!;
    expect(max).toBe(5);
    expect(Array.from(matrices[0]!.cells.pixels)).toEqual([1, 2, 0.5, 0].map(pixelOf));
  });

  test('each says its shape, its norm and its largest number, whatever is seen', () => {
    const [query] = weightPicturesPicture(READS, 'light', 420, 15).matrices;
    expect([query!.title, query!.words]).toEqual(['W_Q [8, 3]', `norm ${query!.words.slice(5)}`]);
    expect(query!.says).toMatch(/^W_Q, 8 by 3 numbers, Frobenius norm \d+\.\d+, largest size 5\.00$/);
  });

  test('where there is no room for all side by side they stand under each other, and none is wider than the room', () => {
    const { layout } = weightPicturesPicture(READS, 'light', 240, 15);
    expect(layout.places.map(({ x }) => x > 0)).toEqual([false, true, false]);
    expect(layout.places[2]!.y).toBeGreaterThan(layout.places[0]!.y + layout.places[0]!.height);
    expect(layout.width).toBeLessThanOrEqual(240);
    expect(weightPicturesPicture(WRITES, 'light', 200, 15).layout.width).toBe(200);
  });

  test('a point of many numbers is said to be the largest of them', () => {
    const picture = weightPicturesPicture([matrix('W_O', 64, 768, 5)], 'light', 420, 15);
    expect([picture.nUnder, sizeLegend('weights', picture, 'light').title]).toEqual([
      4,
      'size of numbers of weights, the largest under a point',
    ]);
  });

  test('nothing to draw takes no room', () => {
    expect(weightPicturesPicture([], 'light', 420, 15).layout).toMatchObject({ width: 0, height: 0 });
  });
});
