import type { HeadRef } from '../../core/selection.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { cellPaint, paintCells } from '../paint/headPaint.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import type { Scheme } from '../paint/ramp.ts';

export type GridPaint = ShownPatterns & {
  readonly scheme: Scheme;
  /** Side of a thumbnail in device pixels: larger patterns are painted at this size. */
  readonly maxPixels: number;
};

/** What of a canvas is painted on. */
type Painted = {
  width: number;
  height: number;
  getContext(kind: '2d'): Pick<CanvasRenderingContext2D, 'putImageData'> | null;
};

/** A thumbnail's canvas and the head it shows. */
export type HeadCanvas = { readonly head: HeadRef; readonly canvas: Painted };

export type GridPainter = {
  /** Paints every canvas, the first at once, the rest in slices between frames; a newer update stops an older one. */
  update(canvases: readonly HeadCanvas[], picture: GridPaint, onDone: () => void): void;
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

function thumbnailPainter(shown: GridPaint): (place: HeadCanvas | undefined) => void {
  const picture = pooledIfEnough(shown);
  const { tensor, base, scheme, maxPixels } = picture;
  const width = Math.min(tensor.nKeys, maxPixels);
  const height = Math.min(tensor.nQueries, maxPixels);
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  return (place) => {
    if (place === undefined || !isIn(tensor, place.head) || (base && !isIn(base, place.head))) return;
    const { head, canvas } = place;
    paintCells(pixels, width, height, cellPaint(picture, head, scheme));
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    canvas.getContext('2d')?.putImageData(image, 0, 0);
  };
}

/** Drawn from the smallest that the worker has pooled whose longer side has as many points as are drawn (a shorter one is whole) and nothing has to be worked out from the weights. */
function pooledIfEnough(shown: GridPaint): GridPaint {
  const { thumbnails, hidden, base, maxPixels } = shown;
  if (hidden || base) return shown;
  const isEnough = ({ kind, nQueries, nKeys }: AttentionTensor): boolean =>
    kind === shown.tensor.kind && maxPixels <= Math.max(nQueries, nKeys);
  const tensor = thumbnails?.findLast(isEnough);
  return tensor ? { ...shown, tensor } : shown;
}

function isIn({ nLayers, nHeads }: AttentionTensor, { layer, head }: HeadRef): boolean {
  return layer < nLayers && head < nHeads;
}
