import { nAllowed } from './paintPattern.ts';
import type { PaintedHiding } from './paintPattern.ts';
import { SIGNED_STEPS } from './signedRamp.ts';

/** One head's weights before and after, each with the factors of its own rows where keys are hidden. */
export type PatternPair = {
  readonly pattern: Float32Array;
  readonly base: Float32Array;
  readonly nQueries: number;
  readonly nKeys: number;
  readonly isCausal: boolean;
  /** As in `PatternPixels`. */
  readonly shift?: number;
  /** What is hidden, and the row factors of `pattern` and of `base`; null to show all. */
  readonly hiding: { readonly after: PaintedHiding; readonly before: PaintedHiding } | null;
};

export type DifferencePixels = PatternPair & {
  /** From `signedPixels`. */
  readonly pixels: Uint32Array;
  /** The difference at the ends of the ramp. */
  readonly max: number;
};

/** As in `paintPattern`: what may not be looked at is not painted. */
const TRANSPARENT = 0;

/**
 * Paints `pattern - base` [query, key] into pixels [height, width]; in a picture smaller than the pattern a pixel shows
 * the difference of its block that is farthest from 0, with its sign.
 * Throws RangeError if the picture is larger than the pattern or the two patterns differ in size.
 */
export function paintDifference(out: Uint32Array, width: number, height: number, source: DifferencePixels): void {
  const { pattern, base, nQueries, nKeys, isCausal, shift = 0, hiding, pixels, max } = source;
  if (width > nKeys || height > nQueries)
    throw new RangeError(`invalid picture: ${width} x ${height} of ${nKeys} x ${nQueries} cells`);
  if (pattern.length !== base.length)
    throw new RangeError(`invalid base: ${base.length} weights (pattern has ${pattern.length})`);
  const steps = max > 0 ? SIGNED_STEPS / max : 0;
  const edges = Int32Array.from({ length: width + 1 }, (_, x) => Math.floor((x * nKeys) / width));
  const farthest = new Float32Array(width);
  for (let y = 0; y < height; y++) {
    farthest.fill(Number.NaN);
    const to = Math.floor(((y + 1) * nQueries) / height);
    for (let query = Math.floor((y * nQueries) / height); query < to; query++) {
      if (hiding?.after.queries[query]) continue;
      const [scale, baseScale] = [hiding?.after.rowScale[query] ?? 1, hiding?.before.rowScale[query] ?? 1];
      const nShown = nAllowed(query + shift, nKeys, isCausal);
      let x = 0;
      for (let key = 0; key < nShown; key++) {
        while (key >= (edges[x + 1] ?? nKeys)) x++;
        if (hiding?.after.keys[key]) continue;
        const at = query * nKeys + key;
        const difference = (pattern[at] ?? 0) * scale - (base[at] ?? 0) * baseScale;
        const known = farthest[x] ?? Number.NaN;
        if (!(Math.abs(difference) <= Math.abs(known))) farthest[x] = difference;
      }
    }
    for (let x = 0; x < width; x++) {
      const difference = farthest[x] ?? Number.NaN;
      const step = Math.max(-SIGNED_STEPS, Math.min(SIGNED_STEPS, Math.round(difference * steps)));
      out[y * width + x] = Number.isNaN(difference) ? TRANSPARENT : (pixels[SIGNED_STEPS + step] ?? TRANSPARENT);
    }
  }
}
