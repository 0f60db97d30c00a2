import { renormalise } from '../../core/hiding.ts';
import type { Hidden, HiddenRows } from '../../core/hiding.ts';
import type { HeadRef } from '../../core/selection.ts';
import { patternOf } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { largestShown } from './largest.ts';
import { largestOfPair, patternPair } from './largestDifference.ts';
import { paintDifference } from './paintDifference.ts';
import type { DifferencePixels } from './paintDifference.ts';
import { paintPattern } from './paintPattern.ts';
import type { PaintedHiding, PatternPixels } from './paintPattern.ts';
import { rampPixels } from './ramp.ts';
import type { Scheme } from './ramp.ts';
import { signedPixels } from './signedRamp.ts';
import { pixelTable } from './pixelTable.ts';
import type { ScaleMode } from './weightScale.ts';

/** The patterns of a stack as they are to be drawn. */
export type ShownPatterns = {
  readonly tensor: AttentionTensor;
  /** Stacks pooled to small pictures, this one and others, the largest of each first, for whoever draws no larger ones; null or left out where there are none. */
  readonly thumbnails?: readonly AttentionTensor[] | null | undefined;
  readonly isCausal: boolean;
  /** What is hidden, or null to show all. */
  readonly hidden: Hidden | null;
  readonly mode: ScaleMode;
  /** Draws how the weights differ from these, of the same shape; null or left out: the weights themselves. */
  readonly base?: AttentionTensor | null;
  /** The difference at the ends of the scale, by default 1; on the scale `head` each head has its own largest. */
  readonly differenceMax?: number;
};

/** What is hidden of one head, and its rows without it. */
export type HeadHiding = { readonly hidden: Hidden; readonly rows: HiddenRows };

/** What a painter takes to make the cells of one head: weights, or how they have changed. */
export type CellPaint =
  | { readonly kind: 'weights'; readonly source: PatternPixels }
  | { readonly kind: 'change'; readonly source: DifferencePixels };

/** The rows of a head without what is hidden; null where nothing is. */
export function hidingOf(
  { tensor, hidden }: Pick<ShownPatterns, 'tensor' | 'hidden'>,
  head: HeadRef,
): HeadHiding | null {
  if (hidden === null) return null;
  return { hidden, rows: renormalise(patternOf(tensor, head), tensor.nKeys, hidden.keys) };
}

/** What the ramp of a head ends at: a weight, or with `base` a difference. */
export function rampEnd(patterns: ShownPatterns, head: HeadRef): number {
  const { tensor, base, isCausal, hidden, mode, differenceMax = 1 } = patterns;
  if (base) return mode === 'head' ? largestOfPair(patternPair(tensor, base, head, isCausal, hidden)) : differenceMax;
  return mode === 'head' ? largestShown(patternOf(tensor, head), tensor.nKeys, painted(hidingOf(patterns, head))) : 1;
}

/** The painter's input for the cells of one head; `hiding` is that of `hidingOf`, which need not be worked out twice. */
export function cellPaint(
  patterns: ShownPatterns,
  head: HeadRef,
  scheme: Scheme,
  hiding?: HeadHiding | null,
): CellPaint {
  const { tensor, base, isCausal, hidden, mode, differenceMax = 1 } = patterns;
  if (base) {
    const pair = patternPair(tensor, base, head, isCausal, hidden);
    const max = mode === 'head' ? largestOfPair(pair) : differenceMax;
    return { kind: 'change', source: { ...pair, pixels: signedPixels(scheme), max } };
  }
  const pattern = patternOf(tensor, head);
  const { nQueries, nKeys } = tensor;
  const rows = painted(hiding === undefined ? hidingOf(patterns, head) : hiding);
  const max = mode === 'head' ? largestShown(pattern, nKeys, rows) : 1;
  const table = pixelTable({ mode, max }, rampPixels(scheme));
  return { kind: 'weights', source: { pattern, nQueries, nKeys, table, isCausal, hiding: rows } };
}

/**
 * Paints the cells of a head into pixels [height, width].
 * Throws RangeError if the picture is larger than the pattern.
 */
export function paintCells(out: Uint32Array, width: number, height: number, paint: CellPaint): void {
  if (paint.kind === 'weights') paintPattern(out, width, height, paint.source);
  else paintDifference(out, width, height, paint.source);
}

function painted(hiding: HeadHiding | null): PaintedHiding | null {
  return hiding === null ? null : { ...hiding.hidden, rowScale: hiding.rows.rowScale };
}
