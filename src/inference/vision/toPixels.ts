import { AppError } from '../../core/errors.ts';
import { MAX_SIDE } from '../sources/modelConfig.ts';
import type { Preprocessor, Size } from './preprocessor.ts';
import { resize } from './resize.ts';
import type { Picture } from './resize.ts';

/** A picture as a model takes it. Shape: data [channel, row, column]; `dims` are these three. */
export type Pixels = {
  readonly dims: readonly [nChannels: number, height: number, width: number];
  readonly data: Float32Array;
};

/** A picture ready for the model: the numbers, and the picture that they show. */
type PreparedPicture = { readonly pixels: Pixels; readonly shown: Picture };

/** Of a long strip the shorter side is made longer than the model needs the other to be. */
const MAX_PIXELS = MAX_SIDE ** 2;

/**
 * Resizes, crops, rescales and normalises a picture as the model's preprocessor says; transparency is dropped.
 * Throws AppError 'bad-input' for an empty picture one whose pixels do not fill its size, or one that would
 * become too large.
 */
export function preparePicture(picture: Picture, preprocessor: Preprocessor): PreparedPicture {
  const { width, height, pixels } = picture;
  if (!(width > 0 && height > 0) || pixels.length !== 4 * width * height) {
    throw new AppError('bad-input', `a picture of ${width} x ${height} with ${pixels.length} numbers`);
  }
  const opaque = { width, height, pixels: withoutAlpha(pixels) };
  const to = targetSize(opaque, preprocessor.resize);
  if (to.width * to.height > MAX_PIXELS) {
    const size = `${to.width} x ${to.height}`;
    throw new AppError('bad-input', `a picture of ${width} x ${height} becomes ${size} for this model: cut it first`);
  }
  const resized = resize(opaque, to.width, to.height, preprocessor.resampling);
  const shown = preprocessor.crop === null ? resized : centerCrop(resized, preprocessor.crop);
  return { pixels: normalise(shown, preprocessor), shown };
}

function withoutAlpha(pixels: Uint8ClampedArray): Uint8ClampedArray {
  const opaque = pixels.slice();
  for (let i = 3; i < opaque.length; i += 4) opaque[i] = 255;
  return opaque;
}

/** The longer side follows the shorter one, cut to whole pixels. */
function targetSize({ width, height }: Size, resizeTo: Preprocessor['resize']): Size {
  if (resizeTo === null) return { width, height };
  if ('width' in resizeTo) return resizeTo;
  const { shortest } = resizeTo;
  if (width <= height) return { width: shortest, height: Math.floor((shortest * height) / width) };
  return { width: Math.floor((shortest * width) / height), height: shortest };
}

/** The middle of a picture; of an odd rest the larger part goes to the right and the bottom. */
function centerCrop(picture: Picture, { width, height }: Size): Picture {
  const left = Math.floor((picture.width - width) / 2);
  const top = Math.floor((picture.height - height) / 2);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
  const [firstRow, endRow] = [Math.max(0, -top), Math.min(height, picture.height - top)];
  const [firstColumn, endColumn] = [Math.max(0, -left), Math.min(width, picture.width - left)];
  for (let row = firstRow; row < endRow; row++) {
    const from = 4 * ((row + top) * picture.width + firstColumn + left);
    const line = picture.pixels.subarray(from, from + 4 * (endColumn - firstColumn));
    pixels.set(line, 4 * (row * width + firstColumn));
  }
  return { width, height, pixels };
}

/** Shape: [row, column, 4] -> [channel, row, column]. */
function normalise({ width, height, pixels }: Picture, { rescale, mean, std }: Preprocessor): Pixels {
  const plane = width * height;
  const data = new Float32Array(3 * plane);
  for (const channel of [0, 1, 2] as const) {
    for (let i = 0; i < plane; i++) {
      data[channel * plane + i] = ((pixels[4 * i + channel] ?? 0) * rescale - mean[channel]) / std[channel];
    }
  }
  return { dims: [3, height, width], data };
}
