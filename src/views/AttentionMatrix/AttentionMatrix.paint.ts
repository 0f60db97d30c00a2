import { paintPattern } from '../paint/paintPattern.ts';
import type { PaintedHiding } from '../paint/paintPattern.ts';
import { rampPixels } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { pixelTable } from '../paint/weightScale.ts';
import type { WeightScale } from '../paint/weightScale.ts';
import type { MatrixLayout } from './AttentionMatrix.layout.ts';

export type MatrixPicture = {
  /** Shape [query, key]. */
  readonly pattern: Float32Array;
  readonly isCausal: boolean;
  readonly hiding: PaintedHiding | null;
  readonly scale: WeightScale;
  readonly scheme: Scheme;
};

/** Paints a head one pixel a cell, or fewer where cells are smaller than the screen's pixels; CSS enlarges it unsmoothed. */
export function paintMatrix(canvas: HTMLCanvasElement, layout: MatrixLayout, picture: MatrixPicture): void {
  const { nQueries, nKeys, cellWidth, cellHeight } = layout;
  const ratio = window.devicePixelRatio;
  const width = Math.max(1, Math.min(nKeys, Math.floor(nKeys * cellWidth * ratio)));
  const height = Math.max(1, Math.min(nQueries, Math.floor(nQueries * cellHeight * ratio)));
  const image = new ImageData(width, height);
  paintPattern(new Uint32Array(image.data.buffer), width, height, {
    pattern: picture.pattern,
    nQueries,
    nKeys,
    table: pixelTable(picture.scale, rampPixels(picture.scheme)),
    isCausal: picture.isCausal,
    hiding: picture.hiding,
  });
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
