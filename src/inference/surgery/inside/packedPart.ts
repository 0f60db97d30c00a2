import type { GraphIndex } from '../graph.ts';
import { intOf } from '../graphProto.ts';
import type { GraphNode } from '../graphProto.ts';
import { elementAt } from '../tensorInfo.ts';

/** Which part of the channels of a product is taken, `at` of `count` equal ones, and the tensor that holds them all. */
export type PackedPart = { readonly at: number; readonly count: number; readonly of: string };

/** Behind [text, token, channel] the axis that parts are made of. */
const PARTS = 2;

/**
 * The part that a node takes of queries, keys and values that one product makes: channels are written as [part, ...] by a Reshape, the parts are
 * brought to the front, and one of them is taken, by a Gather or a Split. So do torch.nn.MultiheadAttention and vision models. Null for anything else.
 */
export function packedPart(index: GraphIndex, node: GraphNode, tensor: string): PackedPart | null {
  const taken = takenOf(index, node, tensor);
  if (taken === null) return null;
  const [parts = ''] = node.inputs;
  const squeeze = producerOf(index, parts, 'Squeeze');
  const transpose = producerOf(index, squeeze?.inputs[0] ?? parts, 'Transpose');
  const unsqueeze = producerOf(index, transpose?.inputs[0] ?? '', 'Unsqueeze');
  const reshape = producerOf(index, (unsqueeze ?? transpose)?.inputs[0] ?? '', 'Reshape');
  const perm = transpose?.attributes.get('perm');
  if (reshape === undefined || perm?.kind !== 'ints' || (squeeze === undefined) !== (unsqueeze === undefined))
    return null;
  const isInFront = perm.values[0] === PARTS + (unsqueeze === undefined ? 0 : 1);
  return isInFront ? { ...taken, of: reshape.inputs[0] ?? '' } : null;
}

/** Which place of the first axis, and of how many: all of them are taken, each by an output or a Gather of its own. */
function takenOf(index: GraphIndex, node: GraphNode, tensor: string): Omit<PackedPart, 'of'> | null {
  if (node.opType === 'Split' && intOf(node, 'axis', 0) === 0 && isEven(index, node))
    return { at: node.outputs.indexOf(tensor), count: node.outputs.length };
  const at = gatheredAt(index, node);
  if (at === null) return null;
  // Another reader may take a part that no Gather names, and a place that counts from the end names none without their number.
  const siblings = (index.usesOf.get(node.inputs[0] ?? '') ?? []).map((use) => gatheredAt(index, use.node) ?? -1);
  const count = new Set(siblings).size;
  return count > 1 && Math.min(...siblings) === 0 && Math.max(...siblings) === count - 1 ? { at, count } : null;
}

function isEven(index: GraphIndex, node: GraphNode): boolean {
  const sizes = index.constants.get(node.inputs[1] ?? '');
  if (sizes === undefined) return !node.attributes.has('split');
  return Array.from({ length: sizes.nElements }, (_, at) => elementAt(sizes, at)).every((size) => size === 1);
}

/** The one place that a Gather takes of the first axis; null for anything else. */
function gatheredAt(index: GraphIndex, node: GraphNode): number | null {
  const place = index.constants.get(node.inputs[1] ?? '');
  const isOne = node.opType === 'Gather' && intOf(node, 'axis', 0) === 0 && place?.dims.length === 0;
  return isOne ? (elementAt(place, 0) ?? null) : null;
}

function producerOf(index: GraphIndex, tensor: string, opType: string): GraphNode | undefined {
  const node = index.producerOf.get(tensor);
  return node?.opType === opType ? node : undefined;
}
