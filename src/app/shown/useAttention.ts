import type { AttentionTensor } from '../../core/tensor.ts';
import { useStack } from './useStack.ts';

const NO_ATTENTION: readonly never[] = [];

/** The stacks of the run on screen, the same list as long as it is the same run; none before the first. */
export function useAttention(): readonly AttentionTensor[] {
  return useStack()?.run.attention ?? NO_ATTENTION;
}
