import { equationOf } from './einsum.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';

/** One operator of a mixture and the tensor that comes to it. */
export type MixStep = { readonly node: GraphNode; readonly input: string };

/**
 * The operators by which the heads of a tensor [..., query, key] are mixed with stored weights (talking heads), if the
 * mixture ends at this node; from the last to the first. Null if there is none.
 * Forms: an Einsum, a Conv of 1 x 1, or a MatMul between a Transpose that brings the heads to the end and its inverse.
 */
export function headMixBefore(index: GraphIndex, end: GraphNode): readonly MixStep[] | null {
  const single = singleMix(index, end);
  if (single !== null) return [{ node: end, input: single }];
  if (end.opType !== 'Transpose') return null;
  const back: MixStep[] = [{ node: end, input: end.inputs[0] ?? '' }];
  let node = index.producerOf.get(back[0]?.input ?? '');
  while (node?.opType === 'Add' || node?.opType === 'Mul') {
    const data = dataInput(index, node);
    if (data === null || back.length > 3) return null;
    back.push({ node, input: data });
    node = index.producerOf.get(data);
  }
  if (node?.opType !== 'MatMul' || isData(index, node.inputs[1])) return null;
  const begin = index.producerOf.get(node.inputs[0] ?? '');
  if (begin === undefined || !bringsHeadsToEnd(begin) || !undoes(begin, end)) return null;
  return [...back, { node, input: node.inputs[0] ?? '' }, { node: begin, input: begin.inputs[0] ?? '' }];
}

/** The same for a mixture that begins at this node, where `input` comes to it; from the first to the last. */
export function headMixAfter(index: GraphIndex, begin: GraphNode, input: string): readonly MixStep[] | null {
  const single = singleMix(index, begin);
  if (single !== null) return single === input ? [{ node: begin, input }] : null;
  if (!bringsHeadsToEnd(begin)) return null;
  // The end is at most a MatMul, two sums or scalings and a Transpose away.
  let reached = [begin];
  for (let step = 0; step < 4; step++) {
    reached = reached.flatMap((node) => (index.usesOf.get(node.outputs[0] ?? '') ?? []).map((use) => use.node));
    for (const end of reached) {
      const back = end.opType === 'Transpose' ? headMixBefore(index, end) : null;
      if (back !== null && back.at(-1)?.node === begin) return back.toReversed();
    }
  }
  return null;
}

/** The tensor of which one operator mixes the heads, or null. */
function singleMix(index: GraphIndex, node: GraphNode): string | null {
  if (node.opType === 'Conv') {
    const [data = '', kernel = ''] = node.inputs;
    const shape = node.attributes.get('kernel_shape');
    const dims = shape?.kind === 'ints' ? shape.values : (index.constants.get(kernel)?.dims.slice(2) ?? []);
    const isPointwise = dims.length === 2 && dims.every((dim) => dim === 1);
    return isPointwise && isData(index, data) && !isData(index, kernel) ? data : null;
  }
  const equation = equationOf(node);
  if (equation === null) return null;
  const data = dataInput(index, node);
  if (data === null) return null;
  const isLeft = data === node.inputs[0];
  const [axes, weights] = isLeft ? [equation.left, equation.right] : [equation.right, equation.left];
  const head = axes.split('').find((axis) => weights.includes(axis) && !equation.result.includes(axis));
  const mixed = weights.split('').find((axis) => !axes.includes(axis));
  const isMix = weights.length === 2 && head !== undefined && mixed !== undefined && !axes.slice(-2).includes(head);
  return isMix && axes.replace(head, mixed) === equation.result ? data : null;
}

/** The one of two inputs that changes with what is fed; null if both or none do. */
function dataInput(index: GraphIndex, { inputs }: GraphNode): string | null {
  const [data, ...more] = inputs.filter((tensor) => isData(index, tensor));
  return data === undefined || more.length > 0 ? null : data;
}

function isData(index: GraphIndex, tensor: string | undefined): boolean {
  return tensor !== undefined && index.dataTensors.has(tensor);
}

/** Queries and keys are the two last axes before: neither of them may be the one that is mixed. */
function bringsHeadsToEnd(node: GraphNode): boolean {
  const perm = permOf(node);
  const last = perm?.at(-1);
  return perm !== null && perm.length > 3 && last !== undefined && last < perm.length - 2;
}

function undoes(begin: GraphNode, end: GraphNode): boolean {
  const [first, second] = [permOf(begin), permOf(end)];
  return first !== null && second?.length === first.length && second.every((axis, at) => first[axis] === at);
}

function permOf(node: GraphNode): readonly number[] | null {
  const perm = node.opType === 'Transpose' ? node.attributes.get('perm') : undefined;
  return perm?.kind === 'ints' ? perm.values : null;
}
