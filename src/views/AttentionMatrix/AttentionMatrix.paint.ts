import { paintCells } from '../paint/headPaint.ts';
import type { MatrixPicture } from './AttentionMatrix.picture.ts';

/** Paints a head one pixel a cell, or fewer where cells are smaller than the screen's pixels; CSS enlarges it unsmoothed. */
export function paintMatrix(
  canvas: HTMLCanvasElement,
  { layout, cells }: Pick<MatrixPicture, 'layout' | 'cells'>,
): void {
  const { nQueries, nKeys, cellWidth, cellHeight } = layout;
  const ratio = window.devicePixelRatio;
  const width = Math.max(1, Math.min(nKeys, Math.floor(nKeys * cellWidth * ratio)));
  const height = Math.max(1, Math.min(nQueries, Math.floor(nQueries * cellHeight * ratio)));
  const image = new ImageData(width, height);
  paintCells(new Uint32Array(image.data.buffer), width, height, cells);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
