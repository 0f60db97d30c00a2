import type { AskSide } from '../../core/ask/answers.ts';
import type { PatchPlaces } from '../../core/run.ts';

/** The token position of the patch at a point of the image, both from 0 to 1. */
export function patchAt({ nPatchRows, nPatchColumns, nPrefix }: PatchPlaces, x: number, y: number): number {
  const place = (share: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  return nPrefix + place(y, nPatchRows) * nPatchColumns + place(x, nPatchColumns);
}

/** Whether a token is a patch: others may stand before them, and in a text behind them too. */
export function isOnImage({ nPatchRows, nPatchColumns, nPrefix }: PatchPlaces, position: number): boolean {
  return position >= nPrefix && position < nPrefix + nPatchRows * nPatchColumns;
}

/** Where a patch lies on the image, as CSS percentages. */
export function patchBox(
  { nPatchRows, nPatchColumns, nPrefix }: PatchPlaces,
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
 * What one query gives to each patch, or what each patch gives to one key; tokens before the patches are left out.
 * Shape: pattern [query, key] -> [patch], row by row.
 */
export function patchWeights(
  { nPatchRows, nPatchColumns, nPrefix }: PatchPlaces,
  { pattern, nKeys }: { readonly pattern: Float32Array; readonly nKeys: number },
  position: number,
  side: AskSide,
): Float32Array {
  const [start, step] = side === 'query' ? [position * nKeys, 1] : [position, nKeys];
  return Float32Array.from(
    { length: nPatchRows * nPatchColumns },
    (_, patch) => pattern[start + (nPrefix + patch) * step] ?? 0,
  );
}

/** The patch that an arrow key leads to: from a token that is none to the one in the middle; null for other keys. */
export function patchBeside(places: PatchPlaces, position: number, key: string): number | null {
  const { nPatchRows, nPatchColumns, nPrefix } = places;
  const steps: Readonly<Record<string, readonly [row: number, column: number]>> = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
  };
  if (key === 'Home' && nPrefix > 0) return 0;
  const step = steps[key];
  if (step === undefined) return null;
  if (!isOnImage(places, position))
    return nPrefix + Math.floor(nPatchRows / 2) * nPatchColumns + Math.floor(nPatchColumns / 2);
  const patch = position - nPrefix;
  const within = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place));
  const row = within(Math.floor(patch / nPatchColumns) + step[0], nPatchRows);
  const column = within((patch % nPatchColumns) + step[1], nPatchColumns);
  return nPrefix + row * nPatchColumns + column;
}
