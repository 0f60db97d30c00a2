import { imageFeed } from '../../src/inference/vision/imageFeed.ts';
import type { FeedValues } from '../../src/inference/runtime/feeds.ts';
import { made, madeJson, picked, zooPath } from './files.ts';
import type { Picked } from './files.ts';
import { png } from './png.ts';

/** Of the size that the model sees, so that every number of its input is known. */
export const SIDE = 12;

/** Stripes and spots: three numbers a pixel. */
export const RGB: readonly number[] = Array.from({ length: 3 * SIDE * SIDE }, (_, i) => (37 * i + 11 * (i % 3)) % 256);

/** A PNG of those pixels. */
export function picture(name: string, rgb: readonly number[]): Picked {
  return { ...made(name, png(SIDE, SIDE, rgb)), mimeType: 'image/png' };
}

/** A vision transformer with what its config.json says of its patches. */
export function vitFiles(): readonly Picked[] {
  const config = { model_type: 'vit', image_size: SIDE, patch_size: 4 };
  return [picked(zooPath('vit/model.onnx')), madeJson('config.json', config)];
}

/** What is to come out of the bytes of a picture: each number between -1 and 1. */
export function pixelsOf(rgb: readonly number[]): FeedValues {
  const planes = [0, 1, 2].flatMap((channel) => rgb.filter((_, i) => i % 3 === channel));
  const data = Float32Array.from(planes, (value) => (value / 255 - 0.5) / 0.5);
  return imageFeed({ dims: [3, SIDE, SIDE], data });
}
