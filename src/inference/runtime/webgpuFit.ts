import { weightsOf } from '../sources/precision.ts';
import { cpuOnlyNode } from './siteFacts.ts';
import type { GraphFacts } from '../surgery/types.ts';

/**
 * Why a model should not run on WebGPU, or null. `hasHalf` says whether the adapter computes in half precision.
 * A node that gives its weights on the CPU only would stop the run; 8-bit products run on the CPU even there, and wrong
 * results were reported of them; half precision needs the adapter's feature shader-f16.
 */
export function unsuitedToWebGpu(facts: readonly GraphFacts[], hasHalf: boolean): string | null {
  for (const site of facts.flatMap(({ sites }) => sites)) {
    const node = cpuOnlyNode(site);
    if (node !== null) return node;
  }
  const weights = weightsOf(facts);
  const hasWeights = (type: string): boolean => (weights[type] ?? 0) > 0;
  if (hasWeights('int8') || hasWeights('uint8')) {
    return 'the weights are 8-bit integers, whose products WebGPU leaves to the CPU';
  }
  if (hasWeights('float16') && !hasHalf) {
    return 'the weights are half precision (fp16), and the graphics adapter lacks the feature shader-f16';
  }
  return null;
}
