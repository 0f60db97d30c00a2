import { AppError } from '../../core/errors.ts';
import type { Figure } from '../../views/figure/page.ts';

/** Pixels for one CSS pixel, the most first: three for slides and print. */
const FACTORS = [3, 2, 1] as const;

/** What every current browser can hold: Safari allows 16 million pixels, Chromium sides of 16384. */
const MAX_PIXELS = 16_777_216;
const MAX_SIDE = 16_384;

/** How many pixels stand for one, so that the picture fits into a canvas; null if it never does. */
function rasterFactor(width: number, height: number): number | null {
  return (
    FACTORS.find(
      (factor) => width * height * factor ** 2 <= MAX_PIXELS && Math.max(width, height) * factor <= MAX_SIDE,
    ) ?? null
  );
}

/**
 * A figure as PNG, painted by the browser itself.
 * Throws AppError 'figure-failed' if it is too large for a canvas or the browser refuses.
 */
export async function rasterise({ svg, width, height }: Figure): Promise<Blob> {
  const factor = rasterFactor(width, height);
  if (factor === null)
    throw new AppError('figure-failed', `${width} × ${height} is too large for a PNG; the SVG has no such limit`);
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = url;
    await image.decode().catch(() => {
      throw new AppError('figure-failed', 'the browser could not read the picture; take the SVG instead');
    });
    await turn();
    const canvas = document.createElement('canvas');
    canvas.width = width * factor;
    canvas.height = height * factor;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    await turn();
    const blob = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, 'image/png');
    });
    if (blob === null) throw new AppError('figure-failed', 'the browser gave no picture back; take the SVG instead');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Reading, painting and packing take a tenth of a second each where the picture is large: the page goes on in between. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
