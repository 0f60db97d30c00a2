import { rampPixels } from './ramp.ts';
import type { Scheme } from './ramp.ts';

/** Numbers as points by their size, whatever their sign: the largest stands at the end of the ramp. */
export type SizeCells = {
  /** [height, width], 0xAABBGGRR. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** The size at the end of the ramp. */
  readonly max: number;
  /** How many numbers a point may stand for: it is the largest of them. */
  readonly nUnder: number;
};

/** A matrix, row-major; its rows stand in as many blocks as there are heads. */
type SizedMatrix = { readonly values: ArrayLike<number>; readonly nRows: number; readonly nColumns: number };

/** More points than these are seen by nobody. */
const MOST = 192;

/**
 * A matrix as points; where there are too many numbers, rows of one block and neighbouring columns share one. The ramp ends at `end`, by
 * default the largest size there is.
 */
export function sizeCells(
  { values, nRows, nColumns }: SizedMatrix,
  nBlocks: number,
  scheme: Scheme,
  end?: number,
): SizeCells {
  const perBlock = nRows / Math.max(1, nBlocks);
  const tall = Math.max(1, Math.ceil(perBlock / Math.max(1, Math.floor(MOST / Math.max(1, nBlocks)))));
  const wide = Math.max(1, Math.ceil(nColumns / MOST));
  const rowsOfBlock = Math.ceil(perBlock / tall);
  const [height, width] = [rowsOfBlock * nBlocks, Math.ceil(nColumns / wide)];
  const largest = new Float64Array(height * width);
  for (let row = 0; row < nRows; row++) {
    const y = Math.floor(row / perBlock) * rowsOfBlock + Math.floor((row % perBlock) / tall);
    for (let column = 0; column < nColumns; column++) {
      const place = y * width + Math.floor(column / wide);
      const size = Math.abs(values[row * nColumns + column] ?? 0);
      if (size > (largest[place] ?? 0)) largest[place] = size;
    }
  }
  const max = end ?? largest.reduce((most, size) => Math.max(most, size), 0);
  const ramp = rampPixels(scheme);
  const pixels = Uint32Array.from(
    largest,
    (size) => ramp[max === 0 ? 0 : Math.round((size / max) * (ramp.length - 1))] ?? 0,
  );
  return { pixels, width, height, max, nUnder: tall * wide };
}
