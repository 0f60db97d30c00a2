import { isFloat } from './elementTypes.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import type { TensorInfo } from './tensorInfo.ts';
import type { GraphFacts } from './types.ts';

const TAKES_QUANTISED = /Quant|Integer|NBits|QLinear|QGemm|QAttention/;

/**
 * Counts the weights of a model by the form in which they are stored.
 * Weights are stored floats of more than one element, and small integers that a quantised operator takes; shapes,
 * indices and masks are not.
 */
export function countWeights(index: GraphIndex): Pick<GraphFacts, 'nParameters' | 'weightBytesByType'> {
  const weightBytesByType: Record<string, number> = {};
  let nParameters = 0;
  for (const [name, tensor] of index.constants) {
    if (tensor.nElements <= 1) continue;
    const stored = storedForm(index, name, tensor);
    if (stored === null) continue;
    nParameters += stored.nElements;
    weightBytesByType[stored.form] = (weightBytesByType[stored.form] ?? 0) + tensor.nBytes;
  }
  return { nParameters, weightBytesByType };
}

function storedForm(
  index: GraphIndex,
  name: string,
  tensor: TensorInfo,
): { readonly form: string; readonly nElements: number } | null {
  const type = tensor.elementType;
  const uses = (index.usesOf.get(name) ?? []).flatMap(({ node }) => usersWithin(node, name));
  if (isFloat(type)) {
    const casts = uses.filter((node) => node.opType === 'Cast');
    const to = casts[0]?.attributes.get('to');
    const isWidened = type !== 'float32' && casts.length > 0 && casts.length === uses.length;
    const isToFloat32 = isWidened && to?.kind === 'int' && to.value === 1;
    return { form: isToFloat32 ? `${type}>float32` : type, nElements: tensor.nElements };
  }
  const user = uses.find((node) => TAKES_QUANTISED.test(node.opType));
  if (user === undefined || !/^u?int[248]$/.test(type)) return null;
  const bits = user.attributes.get('bits');
  // Block-quantised operators pack several weights into each stored byte.
  if (bits?.kind === 'int' && bits.value > 0 && bits.value < 8 && type === 'uint8') {
    return { form: `uint${bits.value}`, nElements: Math.floor((tensor.nElements * 8) / bits.value) };
  }
  return { form: type, nElements: tensor.nElements };
}

/** The node itself, or for a node with branches those in them that take the tensor: merged decoders share weights so. */
function usersWithin(node: GraphNode, name: string): readonly GraphNode[] {
  if (node.inputs.includes(name)) return [node];
  return [...node.attributes.values()].flatMap((attribute) => {
    if (attribute.kind !== 'graph') return [];
    return attribute.graph.nodes.flatMap((inner) => usersWithin(inner, name));
  });
}

const NAMES: readonly (readonly [form: string, name: string, bits: number])[] = [
  ['uint2', 'q2', 2],
  ['int2', 'q2', 2],
  ['uint4', 'q4', 4],
  ['int4', 'q4', 4],
  ['uint8', 'q8', 8],
  ['int8', 'q8', 8],
  ['float16', 'fp16', 16],
  ['bfloat16', 'bf16', 16],
  ['float16>float32', 'fp32 (weights stored as fp16)', 16],
  ['bfloat16>float32', 'fp32 (weights stored as bf16)', 16],
  ['float32', 'fp32', 32],
  ['float64', 'fp64', 64],
];

/**
 * The precision of a model in the words of the Hub: "fp32", "fp16", "q8", or "q8 + fp32" for a mixture.
 * A form counts from a tenth of the parameters on; "unknown" for a model without weights.
 */
export function precisionOf(facts: Pick<GraphFacts, 'weightBytesByType'>): string {
  const counts = new Map<string, number>();
  for (const [form, name, bits] of NAMES) {
    const nElements = ((facts.weightBytesByType[form] ?? 0) * 8) / bits;
    if (nElements > 0) counts.set(name, (counts.get(name) ?? 0) + nElements);
  }
  const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
  const names = [...counts].filter(([, n]) => n >= total / 10).map(([name]) => name);
  return names.length === 0 ? 'unknown' : names.join(' + ');
}
