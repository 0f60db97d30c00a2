import type { Draft } from './draft.ts';
import type { GraphNode } from './graphProto.ts';
import type { NodePatch } from './patch.ts';

/** All operators that have one give scores or weights as their fourth output. */
export const SCORE_OUTPUT = 3;

/** What was read of a fused operator before its probabilities are a tensor, and the name that its node is to have. */
export type ReadNode = Omit<Draft, 'how' | 'probabilities'> & { readonly name: string };

/** A change only of the name, if the node had none and needs one. */
export function named(node: GraphNode, name: string): NodePatch | null {
  return node.name === name ? null : { kind: 'extend', outputs: node.outputs, name };
}

/** Its outputs with a name for the fourth. */
export function withScores(node: GraphNode, name: string): readonly string[] {
  return [0, 1, 2].map((at) => node.outputs[at] ?? '').concat(name);
}
