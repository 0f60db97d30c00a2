import type { GraphIndex } from '../graph.ts';
import { numberOf } from './projections.ts';

/** Operators that bring numbers to another place or type; a norm's sum is one of two things as well. */
const MOVES = /^(Cast|Identity|Reshape|Squeeze|Unsqueeze|Dropout)$/;
const SKIPS = /^Skip(Simplified)?LayerNormalization$/;

/**
 * All tensors that reach a sum by sums alone, and what each is multiplied by on its way: what a layer writes can be told from what comes of it
 * only while nothing else lies between.
 */
export function summandsOf(index: GraphIndex, sums: readonly string[]): ReadonlyMap<string, number> {
  const factors = new Map(sums.map((tensor) => [tensor, 1]));
  for (const [tensor, factor] of factors) {
    const node = index.producerOf.get(tensor);
    if (node === undefined) continue;
    const { opType, inputs } = node;
    const computed = inputs.filter((input) => index.dataTensors.has(input));
    const stored = inputs.flatMap((input) => numberOf(index, input) ?? []);
    const isSkip = SKIPS.test(opType) && node.outputs[3] === tensor;
    const add = (more: readonly string[], by = 1): void => {
      for (const each of more) factors.set(each, factor * by);
    };
    if (opType === 'Add' || opType === 'Sum') add(computed);
    else if (MOVES.test(opType) || isSkip) add(computed.slice(0, isSkip ? 2 : 1));
    else if (opType === 'Mul' && stored.length === 1) add(computed, stored[0]);
    else if (opType === 'Div' && stored.length === 1 && computed[0] === inputs[0]) add(computed, 1 / (stored[0] ?? 1));
  }
  return factors;
}
