import { makeTensor } from '../gallery/patterns.ts';
import type { AttentionTensor } from '../src/core/tensor.ts';
import { readWeights } from '../src/core/weights/readWeights.ts';
import { smallThumbnails } from '../src/core/weights/smallThumbnails.ts';
import { emptyThumbnails } from '../src/core/weights/thumbnails.ts';
import { createGridPainter } from '../src/views/behaviors/gridPainter.ts';
import type { GridPaint, HeadCanvas } from '../src/views/behaviors/gridPainter.ts';

const N_LAYERS = 12;
const N_HEADS = 12;

/** Milliseconds for all 144 heads, one number for each repeat. */
export type PaintTimes = {
  /** Side of a painted picture in pixels: that of the pattern, or of the thumbnail if that is smaller. */
  readonly side: number;
  /** The painter without pauses. */
  readonly busy: number[];
  /** The same from thumbnails, as the worker pools them; none where a picture is larger than they. */
  readonly pooled: number[];
  /** The painter as it is used, from its call to its last slice. */
  readonly wall: number[];
  /** The same pixels, ready made, put into the same canvases. */
  readonly put: number[];
  /** As many pixels from one and the same picture, which stays in the cache. */
  readonly putOne: number[];
};

export type PaintBench = {
  times(nTokens: number, isCausal: boolean, maxPixels: number, repeats: number): Promise<PaintTimes>;
};

const canvases: (Omit<HeadCanvas, 'canvas'> & { readonly canvas: HTMLCanvasElement })[] = [];
for (let layer = 0; layer < N_LAYERS; layer++) {
  for (let head = 0; head < N_HEADS; head++) {
    const canvas = document.createElement('canvas');
    canvas.style.cssText = 'width: 44px; height: 44px; image-rendering: pixelated';
    document.querySelector('#grid')?.append(canvas);
    canvases.push({ head: { layer, head }, canvas });
  }
}

function frame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function putAll(imageOf: (index: number) => ImageData | undefined): void {
  for (const [index, { canvas }] of canvases.entries()) {
    const image = imageOf(index);
    if (image !== undefined) canvas.getContext('2d')?.putImageData(image, 0, 0);
  }
}

/** As the worker makes them. */
function pooledOf(tensor: AttentionTensor): readonly AttentionTensor[] | null {
  const thumbnails = emptyThumbnails(tensor);
  if (thumbnails === null) return null;
  const layerOf = ({ nHeads, nQueries, nKeys, data }: AttentionTensor, layer: number) => {
    const size = nHeads * nQueries * nKeys;
    return { nQueries, nKeys, data: data.subarray(layer * size, (layer + 1) * size) };
  };
  for (let layer = 0; layer < tensor.nLayers; layer++) {
    const options = { mostError: 1, mayFallShort: false, thumbnails: layerOf(thumbnails, layer) };
    readWeights(layerOf(tensor, layer), options);
  }
  return [thumbnails, smallThumbnails(thumbnails)];
}

async function times(nTokens: number, isCausal: boolean, maxPixels: number, repeats: number): Promise<PaintTimes> {
  const tensor = makeTensor(N_LAYERS, N_HEADS, nTokens, isCausal);
  const picture: GridPaint = { tensor, isCausal, hidden: null, mode: 'absolute', scheme: 'light', maxPixels };
  const [atOnce, inSlices] = [createGridPainter(Infinity), createGridPainter()];
  const thumbnails = pooledOf(tensor);
  const isPooled = thumbnails?.some(({ nQueries, nKeys }) => maxPixels <= Math.max(nQueries, nKeys)) ?? false;
  const paintPooled = (): void => atOnce.update(canvases, { ...picture, thumbnails }, () => {});
  const paintAtOnce = (): void => atOnce.update(canvases, picture, () => {});
  paintAtOnce();
  const images = canvases.map(({ canvas }) => {
    const context = canvas.getContext('2d');
    if (context === null) throw new TypeError('no canvas');
    return context.getImageData(0, 0, canvas.width, canvas.height);
  });
  // Reading pixels back may move a canvas to other memory; new ones start as the app's do.
  for (const { canvas } of canvases) canvas.width = 1;
  const found: PaintTimes = { side: images[0]?.width ?? 0, busy: [], pooled: [], wall: [], put: [], putOne: [] };
  for (let repeat = -3; repeat < repeats; repeat++) {
    await frame();
    const busy = timed(paintAtOnce);
    await frame();
    const pooled = isPooled ? timed(paintPooled) : Number.NaN;
    await frame();
    const put = timed(() => putAll((index) => images[index]));
    await frame();
    const putOne = timed(() => putAll(() => images[0]));
    await frame();
    const start = performance.now();
    await new Promise<void>((resolve) => inSlices.update(canvases, picture, resolve));
    const wall = performance.now() - start;
    // The first rounds warm the code up.
    if (repeat < 0) continue;
    found.busy.push(busy);
    found.pooled.push(pooled);
    found.put.push(put);
    found.putOne.push(putOne);
    found.wall.push(wall);
  }
  return found;
}

window.headlightPaint = { times };
