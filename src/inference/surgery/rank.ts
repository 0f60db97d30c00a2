import { equationOf } from './einsum.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';

/** Longer chains than this are given up. */
const MAX_STEPS = 200;
const BROADCASTS = new Set(['Add', 'Sub', 'Mul', 'Div', 'Where', 'Min', 'Max', 'Sum', 'Pow', 'MatMul', 'FusedMatMul']);
const KEEPS = new Set([
  'Softmax',
  'Cast',
  'Identity',
  'Dropout',
  'Clip',
  'Tanh',
  'Exp',
  'Neg',
  'Slice',
  'Concat',
  'Conv',
  'Expand',
]);

/** The number of axes of a tensor, as far as the graph tells without running; null where it does not. */
export function rankOf(index: GraphIndex, tensor: string): number | null {
  return walk(index, tensor, { left: MAX_STEPS });
}

function walk(index: GraphIndex, tensor: string, steps: { left: number }): number | null {
  if (steps.left-- <= 0 || tensor === '') return null;
  const known = index.constants.get(tensor) ?? index.fed.get(tensor) ?? declaredShape(index, tensor);
  if (known !== undefined) return known.dims.length;
  const node = index.producerOf.get(tensor);
  if (node === undefined) return null;
  const [first = '', second = ''] = node.inputs;
  if (BROADCASTS.has(node.opType)) {
    const ranks = node.inputs.map((input) => walk(index, input, steps));
    const most = Math.max(0, ...ranks.flatMap((rank) => rank ?? []));
    // Of what is added to scores, nothing has more axes than they; a single number may stand for any rank.
    return ranks.includes(null) && most < 3 ? null : most;
  }
  if (KEEPS.has(node.opType)) return walk(index, first, steps);
  switch (node.opType) {
    case 'Transpose': {
      const perm = node.attributes.get('perm');
      return perm?.kind === 'ints' ? perm.values.length : walk(index, first, steps);
    }
    case 'Reshape':
      return lengthOf(index, second);
    case 'ConstantOfShape':
      return lengthOf(index, first);
    case 'Squeeze':
    case 'Unsqueeze': {
      const n = nAxes(index, node);
      const rank = walk(index, first, steps);
      return n === null || rank === null ? null : rank + (node.opType === 'Squeeze' ? -n : n);
    }
    case 'ReduceSum': {
      const n = nAxes(index, node);
      const rank = walk(index, first, steps);
      return intOf(node, 'keepdims', 1) === 1 ? rank : n === null || rank === null ? null : rank - n;
    }
    case 'Einsum': {
      const attribute = node.attributes.get('equation');
      const isPlain = attribute?.kind === 'text' && !attribute.value.includes('...');
      return isPlain ? (equationOf(node)?.result.length ?? null) : null;
    }
    case 'EmbedLayerNormalization':
      return node.outputs.indexOf(tensor) === 1 ? 1 : 3;
    default:
      return null;
  }
}

/** A declared shape without axes may be one that was left out. */
function declaredShape(index: GraphIndex, tensor: string): { readonly dims: readonly unknown[] } | undefined {
  const declared = index.graph.declared.get(tensor);
  return declared === undefined || declared.dims.length === 0 ? undefined : declared;
}

function nAxes(index: GraphIndex, node: GraphNode): number | null {
  const axes = node.attributes.get('axes');
  if (axes?.kind === 'ints') return axes.values.length;
  return index.constants.get(node.inputs[1] ?? '')?.nElements ?? null;
}

/** The number of elements of a shape: stored, or joined from single numbers. */
function lengthOf(index: GraphIndex, shape: string): number | null {
  const constant = index.constants.get(shape);
  if (constant !== undefined) return constant.nElements;
  const node = index.producerOf.get(shape);
  if (node?.opType !== 'Concat') return null;
  const isOfSingles = node.inputs.every((input) => {
    const stored = index.constants.get(input);
    if (stored !== undefined) return stored.nElements === 1;
    const maker = index.producerOf.get(input)?.opType;
    return maker === 'Unsqueeze' || maker === 'Slice' || maker === 'Gather' || maker === 'Reshape' || maker === 'Mul';
  });
  return isOfSingles ? node.inputs.length : null;
}
