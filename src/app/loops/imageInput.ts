import type { InputOf } from '../../core/modelInputs.ts';

type ImageInput = InputOf<'image'>;

/** Where the image that a vision model looks at is kept: its pixels have no place in the app's state. */
export type KeptImage = {
  /** Null until one has been kept. */
  readonly now: () => ImageInput | null;
  /**
   * Reads an image file into pixels and keeps it; gives what tells it from every other image, or null if another was chosen
   * meanwhile. Rejects with a TypeError that says so if the browser cannot read it.
   */
  readonly keep: (file: File) => Promise<{ readonly id: number; readonly name: string } | null>;
  /** Keeps a picture that was made in the page, in the place of one that is being read. */
  readonly put: (picture: Omit<ImageInput, 'kind'>) => { readonly id: number; readonly name: string };
  /** Forgets the image that is being read, if there is one. */
  readonly drop: () => void;
  /** Forgets the one that is kept. */
  readonly forget: () => void;
};

/** The longest side that is kept: models look at a few hundred pixels. */
const MAX_SIDE = 1024;

export function createKeptImage(): KeptImage {
  let image: ImageInput | null = null;
  /** Counts images, so that one that takes longer to read does not take the place of one that was chosen after it. */
  let newest = 0;
  return {
    now: () => image,
    async keep(file) {
      newest += 1;
      const own = newest;
      try {
        const read = await readImage(file);
        if (own !== newest) return null;
        image = read;
        return { id: own, name: file.name };
      } catch (thrown) {
        if (own !== newest) return null;
        throw thrown;
      }
    },
    put(picture) {
      newest += 1;
      image = { kind: 'image', ...picture };
      return { id: newest, name: picture.name };
    },
    drop() {
      newest += 1;
    },
    forget() {
      image = null;
    },
  };
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
