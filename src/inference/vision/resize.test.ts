import { describe, expect, test } from 'vitest';
import { resize } from './resize.ts';
import type { Picture, Resampling } from './resize.ts';
import { PILLOW } from './testing/pillow.ts';

const FILTERS: readonly Resampling[] = ['nearest', 'lanczos', 'bilinear', 'bicubic', 'box', 'hamming'];
const WIDTH = 7;
const HEIGHT = 5;

/** The remainder that is never negative, as in Python. */
const byte = (n: number): number => ((n % 256) + 256) % 256;

/** The picture that Pillow was given. */
function makePicture(): Picture {
  const pixels = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const rgba = [byte(37 * x + 91 * y), byte(150 + x * x * 9 - y * 40), (x + y) % 2 ? 255 : 10 * x, 255];
      pixels.set(rgba, 4 * (y * WIDTH + x));
    }
  }
  return { width: WIDTH, height: HEIGHT, pixels };
}

const PICTURE = makePicture();

describe('resize', () => {
  test.each(Object.keys(PILLOW))('%s is what Pillow gives, to the last bit', (key) => {
    const [name, size] = key.split(' ');
    const filter = FILTERS.find((each) => each === name)!;
    const [width = 0, height = 0] = size!.split('x').map(Number);
    const { pixels } = resize(PICTURE, width, height, filter);
    expect([...pixels].filter((_, i) => i % 4 < 3)).toEqual(PILLOW[key]);
  });

  test('halving two columns takes their mean', () => {
    const pixels = Uint8ClampedArray.of(10, 0, 0, 255, 20, 100, 7, 255);
    const halved = resize({ width: 2, height: 1, pixels }, 1, 1, 'box');
    expect([...halved.pixels]).toEqual([15, 50, 4, 255]);
  });

  test('the size it has already changes nothing', () => {
    expect(resize(PICTURE, WIDTH, HEIGHT, 'bicubic')).toBe(PICTURE);
  });
});
