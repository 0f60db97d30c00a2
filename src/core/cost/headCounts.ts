import { attentionCost } from './attentionCost.ts';
import type { AttentionCost, AttentionShape } from './attentionCost.ts';

/** What stays when the number of heads changes: the width of all heads together, or that of one. */
export const WIDTHS = ['together', 'each'] as const;
export type KeptWidth = (typeof WIDTHS)[number];

/** Attention without a number of heads: what a comparison of such numbers holds fixed. */
export type HeadlessShape = Omit<AttentionShape, 'nHeads' | 'nKeyHeads' | 'dK'> & {
  readonly kept: KeptWidth;
  /** Channels of all heads together, mostly d; used where it is kept. */
  readonly width: number;
  /** Channels of one head; used where it is kept. */
  readonly dK: number;
  /** So many heads share one head of keys and values: 1 in plain attention. */
  readonly sharing: number;
};

/** One number of heads: what it would cost, or why there is no such layer. */
export type HeadCount =
  | { readonly nHeads: number; readonly shape: AttentionShape; readonly cost: AttentionCost }
  | { readonly nHeads: number; readonly shape: null; readonly why: string };

/** The numbers of heads that are compared, whatever the model has. */
const COUNTS: readonly number[] = [1, 2, 4, 8, 16, 32, 64];

/** Rows for 1 to 64 heads, and for any `others`, in rising order. */
export function headCounts(fixed: HeadlessShape, others: readonly number[]): readonly HeadCount[] {
  return [...new Set([...COUNTS, ...others])].toSorted((a, b) => a - b).map((nHeads) => headCount(fixed, nHeads));
}

/** What so many heads would cost. Nothing is rounded: what does not divide is no layer. */
function headCount({ kept, width, dK, sharing, ...rest }: HeadlessShape, nHeads: number): HeadCount {
  const isWhole = kept === 'each' || width % nHeads === 0;
  if (!isWhole) return { nHeads, shape: null, why: `${nHeads} does not divide ${width}` };
  if (nHeads % sharing !== 0) {
    return { nHeads, shape: null, why: `${nHeads} is no multiple of the ${sharing} heads that share keys and values` };
  }
  const shape = { ...rest, nHeads, nKeyHeads: nHeads / sharing, dK: kept === 'each' ? dK : width / nHeads };
  return { nHeads, shape, cost: attentionCost(shape) };
}
