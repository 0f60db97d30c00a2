import type { RunImage } from '../../core/run.ts';

/** The token position of the patch at a point of the image, both from 0 to 1. */
export function patchAt({ nPatchRows, nPatchColumns, nPrefix }: RunImage, x: number, y: number): number {
  const place = (share: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  return nPrefix + place(y, nPatchRows) * nPatchColumns + place(x, nPatchColumns);
}

/** Where a patch lies on the image, as CSS percentages. */
export function patchBox(
  { nPatchRows, nPatchColumns, nPrefix }: RunImage,
  position: number,
): { left: string; top: string; width: string; height: string } {
  const patch = position - nPrefix;
  const percent = (share: number): string => `${100 * share}%`;
  return {
    left: percent((patch % nPatchColumns) / nPatchColumns),
    top: percent(Math.floor(patch / nPatchColumns) / nPatchRows),
    width: percent(1 / nPatchColumns),
    height: percent(1 / nPatchRows),
  };
}

/**
 * What one query gives to each patch; tokens before the patches are left out.
 * Shape: pattern [query, key] -> [patch], row by row.
 */
export function patchWeights(
  { nPatchRows, nPatchColumns, nPrefix }: RunImage,
  pattern: Float32Array,
  query: number,
): Float32Array {
  const nPatches = nPatchRows * nPatchColumns;
  const nKeys = Math.round(Math.sqrt(pattern.length));
  const start = query * nKeys + nPrefix;
  return pattern.slice(start, start + nPatches);
}
