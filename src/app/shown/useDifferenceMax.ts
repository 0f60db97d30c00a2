import { useMemo } from 'react';
import type { Hidden } from '../../core/hiding.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { largestDifference } from '../../views/paint/largestDifference.ts';
import type { ShownStack } from './useStack.ts';

type Known = { readonly base: AttentionTensor; readonly hidden: Hidden | null; readonly max: number };

const known = new WeakMap<AttentionTensor, Known>();

/** The end of the scale of differences, one for all heads; worked out once for the grid and every pinned head. 1 where none are drawn. */
export function useDifferenceMax(stack: ShownStack | null): number {
  return useMemo(() => {
    if (stack === null || stack.base === null) return 1;
    const { tensor, base, hidden } = stack;
    const before = known.get(tensor);
    if (before?.base === base && before.hidden === hidden) return before.max;
    const max = largestDifference(tensor, base, hidden) || 1;
    known.set(tensor, { base, hidden, max });
    return max;
  }, [stack]);
}
