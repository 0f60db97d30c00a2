import type { RunInput } from '../inference/protocol.ts';

export type ImageInput = Extract<RunInput, { kind: 'image' }>;

/** The image that a vision model looks at; its pixels have no place in the app's state. */
let image: ImageInput | null = null;

export function currentImage(): ImageInput | null {
  return image;
}

/** The longest side that is kept: models look at a few hundred pixels. */
const MAX_SIDE = 1024;

/** Reads an image file into pixels and keeps it. Rejects with a TypeError that says so if the browser cannot read it. */
export async function keepImage(file: File): Promise<void> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new TypeError(`${file.name} is not an image this browser can read`);
  });
  const shrink = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * shrink));
  const height = Math.max(1, Math.round(bitmap.height * shrink));
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new TypeError('this browser cannot read pixels of images');
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  image = { kind: 'image', name: file.name, width, height, pixels: context.getImageData(0, 0, width, height).data };
}
