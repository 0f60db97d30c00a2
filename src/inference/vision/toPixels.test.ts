import { describe, expect, test } from 'vitest';
import { readConfig } from '../sources/modelConfig.ts';
import { readPreprocessor } from './preprocessor.ts';
import type { Preprocessor } from './preprocessor.ts';
import { preparePicture } from './toPixels.ts';

const NOTHING = readConfig({});

const PLAIN: Preprocessor = {
  resize: null,
  resampling: 'nearest',
  crop: null,
  rescale: 1,
  isSizeKnown: true,
  mean: [0, 0, 0],
  std: [1, 1, 1],
};

/** Pixel [row, column] is [10 row, 10 column, 200, 255]. */
function picture(width: number, height: number) {
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) pixels.set([10 * Math.floor(i / width), 10 * (i % width), 200, 255], 4 * i);
  return { width, height, pixels };
}

describe('preparePicture', () => {
  test('a strip that would become too large is refused before it is made', () => {
    const strip = picture(1, 1000);
    expect(() => preparePicture(strip, { ...PLAIN, resize: { shortest: 224 } })).toThrow(/becomes 224 x 224000/);
  });

  test('channels come one after the other, rescaled, then normalised each by its own numbers', () => {
    const { pixels } = preparePicture(picture(3, 2), { ...PLAIN, rescale: 0.1, mean: [1, 0, 0], std: [1, 2, 4] });
    expect(pixels.dims).toEqual([3, 2, 3]);
    expect([...pixels.data].map((value) => Math.round(value * 1e5) / 1e5)).toEqual(
      [
        [-1, -1, -1, 0, 0, 0],
        [0, 0.5, 1, 0, 0.5, 1],
        [5, 5, 5, 5, 5, 5],
      ].flat(),
    );
  });

  test('0 and 255 become -1 and 1 with the numbers of ViT', () => {
    const pixels = Uint8ClampedArray.of(0, 255, 0, 255);
    const vit = { ...readPreprocessor({}, NOTHING, undefined), resize: null };
    expect([...preparePicture({ width: 1, height: 1, pixels }, vit).pixels.data]).toEqual([-1, 1, -1]);
  });

  test.each([
    [40, 30, 8, 10, 8],
    [30, 40, 8, 8, 10],
    [100, 30, 8, 26, 8],
  ])('%i x %i with the shorter side at %i is %i x %i', (width, height, shortest, toWidth, toHeight) => {
    const { shown } = preparePicture(picture(width, height), { ...PLAIN, resize: { shortest } });
    expect([shown.width, shown.height]).toEqual([toWidth, toHeight]);
  });

  test('what is shown is what is fed: resized and cropped, opaque', () => {
    const transparent = picture(4, 2);
    transparent.pixels[3] = 0;
    const { shown, pixels } = preparePicture(transparent, { ...PLAIN, crop: { width: 2, height: 2 } });
    expect([...shown.pixels]).toEqual([0, 10, 200, 255, 0, 20, 200, 255, 10, 10, 200, 255, 10, 20, 200, 255]);
    expect([...pixels.data.subarray(0, 4)]).toEqual([0, 0, 10, 10]);
    expect(transparent.pixels[3]).toBe(0);
  });

  test('an empty picture is bad-input', () => {
    const empty = { width: 0, height: 2, pixels: new Uint8ClampedArray(0) };
    expect(() => preparePicture(empty, PLAIN)).toThrow('bad-input: a picture of 0 x 2');
  });
});

describe('the middle of a picture', () => {
  const centerCrop = (of: ReturnType<typeof picture>, crop: Preprocessor['crop']) =>
    preparePicture(of, { ...PLAIN, crop }).shown;

  test('of an odd rest, the larger part goes to the right and the bottom', () => {
    const { pixels } = centerCrop(picture(5, 4), { width: 2, height: 1 });
    expect([...pixels]).toEqual([10, 10, 200, 255, 10, 20, 200, 255]);
  });

  test('a smaller picture is framed in black', () => {
    const { pixels, width, height } = centerCrop(picture(1, 2), { width: 3, height: 2 });
    expect([width, height]).toEqual([3, 2]);
    const reds = [...pixels].filter((_, i) => i % 4 === 2);
    expect(reds).toEqual([0, 200, 0, 0, 200, 0]);
  });
});
