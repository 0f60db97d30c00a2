import type { GraphIndex } from '../graph.ts';
import { floatOf } from '../graphProto.ts';
import type { Path } from '../trace.ts';
import { factorAt } from './inputSide.ts';
import type { Factors } from './types.ts';

/** Operators on the way to an operand that leave its numbers as they are. */
const MOVES = /^(Transpose|Reshape|Cast|Identity|Squeeze|Unsqueeze|Flatten|Dropout|Expand|Gather|Split|Slice)$/;
const MAX_STEPS = 24;

/** Nothing is multiplied. */
export const NO_FACTORS: Factors = { by: 1, computed: [] };

/** What products are multiplied by between the score product and the softmax. */
export function factorsBehind(index: GraphIndex, { nodes, tensors, product }: Path): Factors {
  const start: Factors = { by: floatOf(product, 'alpha', 1), computed: [] };
  // Tensors lie nearest the softmax first: what comes to a node stands one place behind it.
  return nodes.reduce((factors, node, at) => times(factors, factorAt(index, node, tensors[at + 1] ?? '')), start);
}

/** What an operand of the score product was multiplied by behind its projection. */
export function factorsBefore(index: GraphIndex, operand: string): Factors {
  let at = operand;
  let factors = NO_FACTORS;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = index.producerOf.get(at);
    if (node === undefined) break;
    const data = node.inputs.find((input) => index.dataTensors.has(input)) ?? '';
    const factor = factorAt(index, node, data);
    if (factor === null && !MOVES.test(node.opType)) break;
    factors = times(factors, factor);
    at = data;
  }
  return factors;
}

function times({ by, computed }: Factors, factor: ReturnType<typeof factorAt>): Factors {
  if (factor === null) return { by, computed };
  if ('by' in factor) return { by: by * factor.by, computed };
  return { by, computed: [...computed, { name: factor.computed, isDivisor: factor.isDivisor }] };
}
