import { patternOf } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { renormalise } from '../../core/hiding.ts';
import type { Hidden } from '../../core/hiding.ts';
import type { HeadRef } from '../../core/selection.ts';
import { largestShown } from '../paint/largest.ts';
import { largestOfPair, patternPair } from '../paint/largestDifference.ts';
import { paintDifference } from '../paint/paintDifference.ts';
import { paintPattern } from '../paint/paintPattern.ts';
import { rampPixels } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { signedPixels } from '../paint/signedRamp.ts';
import { pixelTable } from '../paint/weightScale.ts';
import type { ScaleMode } from '../paint/weightScale.ts';

export type GridPicture = {
  readonly tensor: AttentionTensor;
  readonly isCausal: boolean;
  readonly hidden: Hidden | null;
  readonly mode: ScaleMode;
  readonly scheme: Scheme;
  /** Side of a thumbnail in device pixels: larger patterns are painted at this size. */
  readonly maxPixels: number;
  /** Draws how the weights differ from these, on a scale of two signs; left out, the weights themselves. */
  readonly base?: DifferenceBase | null;
};

/** The weights before, of the same shape, and the difference at the ends of the scale; on the scale `head` each has its own. */
export type DifferenceBase = { readonly tensor: AttentionTensor; readonly max: number };

/** A thumbnail's canvas and the head it shows. */
export type HeadCanvas = { readonly head: HeadRef; readonly canvas: HTMLCanvasElement };

export type GridPainter = {
  /** Paints every canvas, the first at once, the rest in slices between frames; a newer update stops an older one. */
  update(canvases: readonly HeadCanvas[], picture: GridPicture, onDone: () => void): void;
  destroy(): void;
};

/** Time a slice of painting may take, so that frames keep coming at 60 a second. */
const SLICE_MS = 8;

/** Paints the thumbnails of a grid of heads without ever holding a frame up. */
export function createGridPainter(sliceMs: number = SLICE_MS): GridPainter {
  let frame = 0;
  return {
    update(canvases, picture, onDone) {
      cancelAnimationFrame(frame);
      const paint = thumbnailPainter(picture);
      let next = 0;
      const slice = (): void => {
        const end = performance.now() + sliceMs;
        while (next < canvases.length && performance.now() < end) paint(canvases[next++]);
        if (next < canvases.length) frame = requestAnimationFrame(slice);
        else onDone();
      };
      slice();
    },
    destroy: () => cancelAnimationFrame(frame),
  };
}

function thumbnailPainter(picture: GridPicture): (place: HeadCanvas | undefined) => void {
  const { tensor, isCausal, hidden, mode, scheme } = picture;
  const width = Math.min(tensor.nKeys, picture.maxPixels);
  const height = Math.min(tensor.nQueries, picture.maxPixels);
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const show = (canvas: HTMLCanvasElement): void => {
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    canvas.getContext('2d')?.putImageData(image, 0, 0);
  };
  const { base } = picture;
  if (base) {
    return (place) => {
      if (place === undefined || !isIn(tensor, place.head) || !isIn(base.tensor, place.head)) return;
      const pair = patternPair(tensor, base.tensor, place.head, isCausal, hidden);
      const max = mode === 'head' ? largestOfPair(pair) : base.max;
      paintDifference(pixels, width, height, { ...pair, pixels: signedPixels(scheme), max });
      show(place.canvas);
    };
  }
  const shared = mode === 'head' ? null : pixelTable({ mode, max: 1 }, rampPixels(scheme));
  return (place) => {
    if (place === undefined) return;
    const { head, canvas } = place;
    if (!isIn(tensor, head)) return;
    const pattern = patternOf(tensor, head);
    const hiding =
      hidden === null ? null : { ...hidden, rowScale: renormalise(pattern, tensor.nKeys, hidden.keys).rowScale };
    const table = shared ?? pixelTable({ mode, max: largestShown(pattern, tensor.nKeys, hiding) }, rampPixels(scheme));
    paintPattern(pixels, width, height, {
      pattern,
      nQueries: tensor.nQueries,
      nKeys: tensor.nKeys,
      table,
      isCausal,
      hiding,
    });
    show(canvas);
  };
}

function isIn({ nLayers, nHeads }: AttentionTensor, { layer, head }: HeadRef): boolean {
  return layer < nLayers && head < nHeads;
}
