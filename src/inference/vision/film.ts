import type { ModelConfig } from '../sources/modelConfig.ts';
import type { GraphInput } from '../surgery/graphInput.ts';
import type { PatchGrid } from './patches.ts';
import { patchGrid } from './patches.ts';
import type { Size } from './preprocessor.ts';
import type { Picture } from './resize.ts';
import type { Pixels } from './toPixels.ts';

/** How a model takes a film: so many pictures, one after another or colour by colour. */
export type Film = { readonly nFrames: number; readonly isColourFirst: boolean };

/** [batch, picture, 3, row, column] or [batch, 3, picture, row, column]; null for an input of one picture, and where nobody says how many there are. */
export function filmOf({ dims }: GraphInput, { nFrames }: ModelConfig): Film | null {
  if (dims.length !== 5) return null;
  const isColourFirst = dims[1] === 3 && dims[2] !== 3;
  const declared = dims[isColourFirst ? 2 : 1];
  const n = typeof declared === 'number' && declared > 0 ? declared : (nFrames ?? 1);
  return n > 1 ? { nFrames: n, isColourFirst } : null;
}

/** One picture that stands still. Shape: [3, row, column] -> [picture, 3, row, column] or [3, picture, row, column]. */
export function stillFilm({ dims: [nColours, height, width], data }: Pixels, { nFrames, isColourFirst }: Film) {
  const plane = height * width;
  const all = new Float32Array(nFrames * data.length);
  for (let frame = 0; frame < nFrames; frame++) {
    for (let colour = 0; colour < nColours; colour++) {
      const at = isColourFirst ? colour * nFrames + frame : frame * nColours + colour;
      all.set(data.subarray(colour * plane, (colour + 1) * plane), at * plane);
    }
  }
  const dims = isColourFirst ? [nColours, nFrames, height, width] : [nFrames, nColours, height, width];
  return { dims, data: all };
}

/**
 * The grid of patches of a film, its moments one below another: a moment is one picture, or the few that a patch goes through. Without a size of patches the
 * fewest tokens are set apart that leave a grid of the picture's shape for each moment.
 * Throws AppError 'unsupported-graph' if no grid has so many patches.
 */
export function filmGrid(nTokens: number, size: Size, patchSize: number | null, nFrames: number): PatchGrid {
  const grids = Array.from({ length: nFrames }, (_, at) => nFrames - at)
    .filter((nMoments) => nFrames % nMoments === 0)
    .flatMap((nMoments) => momentGrid(nTokens, size, patchSize, nMoments) ?? []);
  const fewest = Math.min(...grids.map(({ nPrefix }) => nPrefix));
  return grids.find(({ nPrefix }) => nPrefix === fewest) ?? patchGrid(nTokens, size, patchSize);
}

/** Models of films set one token apart at most. */
const MAX_PREFIX = 1;

function momentGrid(nTokens: number, size: Size, patchSize: number | null, nMoments: number): PatchGrid | null {
  for (let nPrefix = 0; nPrefix <= MAX_PREFIX; nPrefix++) {
    const nPatches = (nTokens - nPrefix) / nMoments;
    const grid = gridOfMoment(nPatches, size, patchSize);
    if (grid) return { nPrefix, nMoments, nRows: nMoments * grid.nRows, nColumns: grid.nColumns };
  }
  return null;
}

function gridOfMoment(nPatches: number, { width, height }: Size, patchSize: number | null) {
  const nRows =
    patchSize === null ? Math.round(Math.sqrt((nPatches * height) / width)) : Math.floor(height / patchSize);
  const nColumns = patchSize === null ? nPatches / nRows : Math.floor(width / patchSize);
  const isShape = patchSize !== null || nColumns * height === nRows * width;
  return Number.isInteger(nColumns) && nRows > 0 && isShape && nRows * nColumns === nPatches
    ? { nRows, nColumns }
    : null;
}

/** A picture as often as there are moments, one below another. */
export function strip({ width, height, pixels }: Picture, nMoments: number): Picture {
  const all = new Uint8ClampedArray(nMoments * pixels.length);
  for (let moment = 0; moment < nMoments; moment++) all.set(pixels, moment * pixels.length);
  return { width, height: nMoments * height, pixels: all };
}
