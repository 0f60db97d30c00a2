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
  /**
   * Paints every canvas, the first at once, the rest slice by slice; a newer update stops an older one, but for one of the same picture on the same
   * canvases, which goes on or is done already.
   */
  update(canvases: readonly HeadCanvas[], picture: GridPaint, onDone: () => void): void;
  destroy(): void;
};

/**
 * Time a slice of painting may take, so that frames keep coming at 60 a second. The next one does not wait for a frame: where drawing the page takes
 * long, on a slow machine, each would cost one, and the browser puts frames and keys between as they are due.
 */
const SLICE_MS = 8;

/**
 * So many cells are painted in one go, however slow that is: 144 heads of 21 tokens, 32 of 45, a millisecond or two. On a page that is just being put up,
 * what comes between two slices takes a hundred times as long as they do.
 */
const AT_ONCE_CELLS = 2 ** 16;

/** Paints the thumbnails of a grid of heads; where they have many cells, without holding a frame up. */
export function createGridPainter(sliceMs: number = SLICE_MS): GridPainter {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let last: { readonly canvases: readonly HeadCanvas[]; readonly picture: GridPaint } | null = null;
  return {
    update(canvases, picture, onDone) {
      if (last !== null && isSamePicture(last.picture, picture) && areSamePlaces(last.canvases, canvases)) return;
      last = { canvases, picture };
      clearTimeout(waiting);
      const paint = thumbnailPainter(picture);
      const { nQueries, nKeys } = picture.tensor;
      const mayTake = canvases.length * nQueries * nKeys <= AT_ONCE_CELLS ? Infinity : sliceMs;
      let next = 0;
      const slice = (): void => {
        const end = performance.now() + mayTake;
        while (next < canvases.length && performance.now() < end) paint(canvases[next++]);
        if (next < canvases.length) waiting = setTimeout(slice);
        else onDone();
      };
      slice();
    },
    destroy() {
      clearTimeout(waiting);
      last = null;
    },
  };
}

function isSamePicture(one: GridPaint, other: GridPaint): boolean {
  return (
    one.tensor === other.tensor &&
    (one.thumbnails ?? null) === (other.thumbnails ?? null) &&
    (one.base ?? null) === (other.base ?? null) &&
    one.differenceMax === other.differenceMax &&
    one.hidden === other.hidden &&
    one.isCausal === other.isCausal &&
    one.mode === other.mode &&
    one.scheme === other.scheme &&
    one.maxPixels === other.maxPixels
  );
}

function areSamePlaces(one: readonly HeadCanvas[], other: readonly HeadCanvas[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ head, canvas }, at) => {
      const place = other[at];
      return place?.canvas === canvas && place.head.layer === head.layer && place.head.head === head.head;
    })
  );
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
