import type { GraphIndex } from '../graph.ts';
import { intOf } from '../graphProto.ts';
import type { GraphNode } from '../graphProto.ts';
import { elementAt } from '../tensorInfo.ts';
import type { SiteInside } from './types.ts';

/** How far behind a projection a rotation may lie. */
const MAX_STEPS = 40;

/**
 * Whether positions rotate an operand between its projection and the score product, and which channels turn together:
 * an operator for it, or one half of the channels turned over and put before the other.
 */
export function rotationOf(index: GraphIndex, operand: string, projection: string | null): SiteInside['rotation'] {
  const seen = new Set([operand]);
  for (const tensor of seen) {
    const node = index.producerOf.get(tensor);
    if (node === undefined || tensor === projection || seen.size > MAX_STEPS) continue;
    if (node.opType === 'RotaryEmbedding') return intOf(node, 'interleaved', 0) === 1 ? 'neighbours' : 'halves';
    if (node.opType === 'Neg') return pairsOf(index, node);
    for (const input of node.inputs) if (index.activations.has(input)) seen.add(input);
  }
  return 'none';
}

/** What is turned over was cut from the channels: each second one, or all of one half. */
function pairsOf(index: GraphIndex, { inputs }: GraphNode): SiteInside['rotation'] {
  let node = index.producerOf.get(inputs[0] ?? '');
  for (let step = 0; step < 4 && node !== undefined; step++) {
    if (node.opType === 'Split') return 'halves';
    if (node.opType === 'Slice') {
      const steps = index.constants.get(node.inputs[4] ?? '');
      return steps !== undefined && elementAt(steps, 0) === 2 ? 'neighbours' : 'halves';
    }
    if (node.opType === 'Gather') return 'unknown';
    node = index.producerOf.get(node.inputs[0] ?? '');
  }
  return 'unknown';
}
