import { largestOfPair } from '../paint/largestDifference.ts';
import { paintDifference } from '../paint/paintDifference.ts';
import type { PatternPair } from '../paint/paintDifference.ts';
import { paintPattern } from '../paint/paintPattern.ts';
import type { PaintedHiding } from '../paint/paintPattern.ts';
import { rampPixels } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { signedPixels } from '../paint/signedRamp.ts';
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

export type DifferencePicture = {
  readonly pair: PatternPair;
  /** The difference at the ends of the ramp; null for the head's own largest. */
  readonly max: number | null;
  readonly scheme: Scheme;
};

/** Paints a head one pixel a cell, or fewer where cells are smaller than the screen's pixels; CSS enlarges it unsmoothed. */
export function paintMatrix(canvas: HTMLCanvasElement, layout: MatrixLayout, picture: MatrixPicture): void {
  paint(canvas, layout, (pixels, width, height) =>
    paintPattern(pixels, width, height, {
      pattern: picture.pattern,
      nQueries: layout.nQueries,
      nKeys: layout.nKeys,
      table: pixelTable(picture.scale, rampPixels(picture.scheme)),
      isCausal: picture.isCausal,
      hiding: picture.hiding,
    }),
  );
}

/** The same for how a head's weights differ from before. */
export function paintMatrixDifference(
  canvas: HTMLCanvasElement,
  layout: MatrixLayout,
  { pair, max, scheme }: DifferencePicture,
): void {
  paint(canvas, layout, (pixels, width, height) =>
    paintDifference(pixels, width, height, {
      ...pair,
      pixels: signedPixels(scheme),
      max: max ?? largestOfPair(pair),
    }),
  );
}

function paint(
  canvas: HTMLCanvasElement,
  { nQueries, nKeys, cellWidth, cellHeight }: MatrixLayout,
  fill: (pixels: Uint32Array, width: number, height: number) => void,
): void {
  const ratio = window.devicePixelRatio;
  const width = Math.max(1, Math.min(nKeys, Math.floor(nKeys * cellWidth * ratio)));
  const height = Math.max(1, Math.min(nQueries, Math.floor(nQueries * cellHeight * ratio)));
  const image = new ImageData(width, height);
  fill(new Uint32Array(image.data.buffer), width, height);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
