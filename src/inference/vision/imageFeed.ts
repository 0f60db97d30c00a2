import type { FeedValues } from '../runtime/feeds.ts';
import { filledTensor, floatTensor } from '../runtime/tensors.ts';
import { stillFilm } from './film.ts';
import type { Film } from './film.ts';
import type { Pixels } from './toPixels.ts';

/** A picture as what a graph is filled from, every picture of a film where it takes one. */
export function imageFeed(pixels: Pixels, film: Film | null = null): FeedValues {
  const [, height, width] = pixels.dims;
  return {
    own: {
      what: 'an image',
      fill(ort, input, common) {
        if (input.role === 'image') {
          if (film) {
            const { dims, data } = stillFilm(pixels, film);
            return floatTensor(ort, input, dims, data);
          }
          const { dims, data } = input.dims.at(-3) === 1 ? inGrey(pixels) : pixels;
          return floatTensor(ort, input, [...ones(input.dims.length - 4), ...dims], data);
        }
        if (input.role !== 'image-mask') return common();
        return filledTensor(ort, input, [...ones(input.dims.length - 2), height, width], 1);
      },
    },
  };
}

/** Axes before those of a picture: one text, and of it one picture. */
function ones(n: number): readonly number[] {
  return Array.from({ length: Math.max(0, n) }, () => 1);
}

/** Brightness. Source: ITU-R BT.601, as image libraries convert to grey. */
function inGrey({ dims: [, height, width], data }: Pixels): Pixels {
  const plane = height * width;
  const grey = new Float32Array(plane);
  for (let i = 0; i < plane; i++) {
    grey[i] = 0.299 * (data[i] ?? 0) + 0.587 * (data[plane + i] ?? 0) + 0.114 * (data[2 * plane + i] ?? 0);
  }
  return { dims: [1, height, width], data: grey };
}
