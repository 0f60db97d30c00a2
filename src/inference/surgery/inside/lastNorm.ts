import { constantOf } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import { decodeConstant } from '../decodeConstant.ts';
import type { GraphIndex } from '../graph.ts';
import { floatOf } from '../graphProto.ts';
import type { GraphNode } from '../graphProto.ts';

/** A norm over channels: `layer` takes the mean out before it divides, `rms` does not. */
export type NormAt = {
  readonly kind: 'layer' | 'rms';
  readonly epsilon: number;
  /** [d] each; null for none. */
  readonly gamma: Constant | null;
  readonly beta: Constant | null;
  /** Tensors whose sum it reads. */
  readonly stream: readonly string[];
};

/** Norms that are one operator. */
const FUSED = /^(Skip)?(Simplified)?LayerNormalization$|^RMSNormalization$/;

/** The norm that ends in a tensor, as one operator or written out; null for anything else. */
export function normAt(index: GraphIndex, tensor: string, external: ExternalData): NormAt | null {
  const node = index.producerOf.get(tensor);
  if (node === undefined) return null;
  const stored = (at: number): Constant | null => constantOf(index, node.inputs[at] ?? '', external);
  const [first = '', second = '', third = '', fourth = ''] = node.inputs;
  const weights = node.opType.startsWith('Skip') ? [third, fourth] : [second, third];
  const isUnread = (name: string): boolean => name !== '' && constantOf(index, name, external) === null;
  if (FUSED.test(node.opType) && weights.some(isUnread)) return null;
  switch (node.opType) {
    case 'LayerNormalization':
      return {
        kind: 'layer',
        epsilon: floatOf(node, 'epsilon', 1e-5),
        gamma: stored(1),
        beta: stored(2),
        stream: [first],
      };
    case 'SimplifiedLayerNormalization':
    case 'RMSNormalization':
      return { kind: 'rms', epsilon: floatOf(node, 'epsilon', 1e-5), gamma: stored(1), beta: null, stream: [first] };
    case 'SkipLayerNormalization':
      return withSkip(node, 4, { kind: 'layer', gamma: stored(2), beta: stored(3), stream: [first, second] });
    case 'SkipSimplifiedLayerNormalization':
      return withSkip(node, 3, { kind: 'rms', gamma: stored(2), beta: null, stream: [first, second] });
    default:
      return writtenOut(index, tensor, external);
  }
}

/** The sum leaves the operator where somebody asked for it; a bias inside of it cannot be seen otherwise. */
function withSkip(
  { inputs, outputs, attributes }: GraphNode,
  bias: number,
  norm: Omit<NormAt, 'epsilon'>,
): NormAt | null {
  const epsilon = attributes.get('epsilon');
  const sum = outputs[3] ?? '';
  if (sum === '' && (inputs[bias] ?? '') !== '') return null;
  return {
    ...norm,
    epsilon: epsilon?.kind === 'float' ? epsilon.value : 1e-12,
    stream: sum === '' ? norm.stream : [sum],
  };
}

/** Operators of a norm that is written out. */
export const NORM_PARTS = /^(Sub|Div|Mul|Add|Cast|Pow|ReduceMean|Sqrt|Reciprocal)$/;
const MAX_PARTS = 16;

/** All ways back from the end of a norm that is written out lead to the one tensor that it reads. */
function writtenOut(index: GraphIndex, end: string, external: ExternalData): NormAt | null {
  const isData = (tensor: string): boolean => index.dataTensors.has(tensor);
  const isStoredRow = (tensor: string): boolean =>
    constantOf(index, tensor, external)
      ?.dims.slice(0, -1)
      .every((dim) => dim === 1) ?? false;
  const inside = new Set([end]);
  const sources = new Set<string>();
  const nodes: GraphNode[] = [];
  for (const tensor of inside) {
    const node = index.producerOf.get(tensor);
    // A sum is the stream's own, but for one with a stored number or row: of a word and its counted position only one is computed of what is fed.
    const isPart =
      node !== undefined && NORM_PARTS.test(node.opType) && (node.opType !== 'Add' || node.inputs.some(isStoredRow));
    if (!isPart) sources.add(tensor);
    else {
      nodes.push(node);
      for (const input of node.inputs) if (isData(input)) inside.add(input);
    }
    if (inside.size > MAX_PARTS) return null;
  }
  const [source, ...more] = sources;
  const has = (type: string): boolean => nodes.some(({ opType }) => opType === type);
  if (source === undefined || more.length > 0 || !has('ReduceMean') || !has('Sqrt')) return null;
  const named = (type: string): readonly string[] => operandsOf(index, nodes, type);
  // A factor that is not read would be left out without a word.
  if ([...named('Mul'), ...named('Add')].some((name) => constantOf(index, name, external) === null)) return null;
  const rows = (type: string): readonly Constant[] => named(type).flatMap((name) => rowOf(name) ?? []);
  const isOne = (constant: Constant | null): boolean => constant?.dims.every((dim) => dim === 1) ?? false;
  const rowOf = (name: string): Constant | null => {
    const constant = constantOf(index, name, external);
    return isOne(constant) ? null : constant;
  };
  const oneNumber = (name: string): number | null => {
    const constant = constantOf(index, name, external);
    return constant !== null && isOne(constant) ? (decodeConstant(constant)?.data[0] ?? null) : null;
  };
  const epsilons = named('Add').flatMap((name) => oneNumber(name) ?? []);
  const [gammas, betas] = [rows('Mul'), rows('Add')];
  if (epsilons.length > 1 || gammas.length > 1 || betas.length > 1) return null;
  return {
    kind: has('Sub') ? 'layer' : 'rms',
    epsilon: epsilons[0] ?? 0,
    gamma: gammas[0] ?? null,
    beta: betas[0] ?? null,
    stream: [source],
  };
}

/** What nodes of a type take besides what is computed. */
function operandsOf(index: GraphIndex, nodes: readonly GraphNode[], type: string): readonly string[] {
  const ofType = nodes.filter(({ opType }) => opType === type);
  return ofType.flatMap(({ inputs }) => inputs.filter((input) => !index.dataTensors.has(input)));
}
