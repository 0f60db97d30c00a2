import type { InputOf } from '../../core/modelInputs.ts';

type ImageInput = InputOf<'image'>;

/** The image that a vision model looks at; its pixels have no place in the app's state. */
let image: ImageInput | null = null;

export function currentImage(): ImageInput | null {
  return image;
}

/** The longest side that is kept: models look at a few hundred pixels. */
const MAX_SIDE = 1024;

/** Counts images, so that one that takes longer to read does not take the place of one that was chosen after it. */
let newest = 0;

/** Forgets the image that is being read, if there is one. */
export function dropImage(): void {
  newest += 1;
}

/**
 * Reads an image file into pixels and keeps it; gives a name that no other image has, or null if another was chosen
 * meanwhile. Rejects with a TypeError that says so if the browser cannot read it.
 */
export async function keepImage(file: File): Promise<string | null> {
  newest += 1;
  const own = newest;
  try {
    const read = await readImage(file);
    if (own !== newest) return null;
    image = read;
    return `${file.name} ${own}`;
  } catch (thrown) {
    if (own !== newest) return null;
    throw thrown;
  }
}

async function readImage(file: File): Promise<ImageInput> {
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
  return { kind: 'image', name: file.name, width, height, pixels: context.getImageData(0, 0, width, height).data };
}
