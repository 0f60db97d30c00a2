import type { Hidden } from '../../core/hiding.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { ShownPatterns } from '../../views/paint/headPaint.ts';
import { largestDifference } from '../../views/paint/largestDifference.ts';
import type { ScaleMode } from '../../views/paint/weightScale.ts';
import type { ShownStack } from './useStack.ts';

/** The patterns of a stack as heatmaps, thumbnails and figures draw them. */
export function shownPatterns(stack: ShownStack, mode: ScaleMode): Required<ShownPatterns> {
  const { tensor, base, hidden, isCausal, isAfter, run } = stack;
  const thumbnails = isAfter ? null : run.thumbnails;
  return { tensor, thumbnails, base, hidden, isCausal, mode, differenceMax: differenceMax(stack) };
}

type Known = { readonly base: AttentionTensor; readonly hidden: Hidden | null; readonly max: number };

const known = new WeakMap<AttentionTensor, Known>();

/** The end of the scale of differences, one for all heads; worked out once for all that draw them. 1 where none are drawn. */
function differenceMax({ tensor, base, hidden }: ShownStack): number {
  if (base === null) return 1;
  const before = known.get(tensor);
  if (before?.base === base && before.hidden === hidden) return before.max;
  const max = largestDifference(tensor, base, hidden) || 1;
  known.set(tensor, { base, hidden, max });
  return max;
}
