import type { AskSide } from '../../core/ask/answers.ts';
import type { PatchPlaces } from '../../core/run.ts';

/** The patch at a token position behind those that are none, counted row by row. */
function patchOf({ nPrefix, order }: PatchPlaces, position: number): number {
  return order?.[position - nPrefix] ?? position - nPrefix;
}

/** The token position of a patch, counted row by row. */
function positionOf({ nPrefix, order }: PatchPlaces, patch: number): number {
  return nPrefix + (order === undefined ? patch : order.indexOf(patch));
}

/** The token position of the patch at a point of the image, both from 0 to 1. */
export function patchAt(places: PatchPlaces, x: number, y: number): number {
  const { nPatchRows, nPatchColumns } = places;
  const place = (share: number, count: number): number => Math.max(0, Math.min(count - 1, Math.floor(share * count)));
  return positionOf(places, place(y, nPatchRows) * nPatchColumns + place(x, nPatchColumns));
}

/** Whether a token is a patch: others may stand before them, and in a text behind them too. */
export function isOnImage({ nPatchRows, nPatchColumns, nPrefix }: PatchPlaces, position: number): boolean {
  return position >= nPrefix && position < nPrefix + nPatchRows * nPatchColumns;
}

/** Where a patch lies on the image, as CSS percentages. */
export function patchBox(
  places: PatchPlaces,
  position: number,
): { left: string; top: string; width: string; height: string } {
  const { nPatchRows, nPatchColumns } = places;
  const patch = patchOf(places, position);
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
  places: PatchPlaces,
  { pattern, nKeys }: { readonly pattern: Float32Array; readonly nKeys: number },
  position: number,
  side: AskSide,
): Float32Array {
  const [start, step] = side === 'query' ? [position * nKeys, 1] : [position, nKeys];
  const weights = new Float32Array(places.nPatchRows * places.nPatchColumns);
  for (let at = places.nPrefix; at < places.nPrefix + weights.length; at++)
    weights[patchOf(places, at)] = pattern[start + at * step] ?? 0;
  return weights;
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
    return positionOf(places, Math.floor(nPatchRows / 2) * nPatchColumns + Math.floor(nPatchColumns / 2));
  const patch = patchOf(places, position);
  const within = (place: number, count: number): number => Math.max(0, Math.min(count - 1, place));
  const row = within(Math.floor(patch / nPatchColumns) + step[0], nPatchRows);
  const column = within((patch % nPatchColumns) + step[1], nPatchColumns);
  return positionOf(places, row * nPatchColumns + column);
}
