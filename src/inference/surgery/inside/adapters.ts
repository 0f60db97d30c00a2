import { constantOf } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import type { GraphIndex } from '../graph.ts';
import type { GraphNode } from '../graphProto.ts';
import { projectionEnding, scaleBy } from './projections.ts';
import type { Projection } from './projections.ts';

/** A product with adapters beside it, and by how many ways they take what it takes. */
type Adapted = Projection & { readonly nWays: number };

/** Operators that leave numbers and their channels as they are. */
const MOVES = /^(Reshape|Cast|Identity|Squeeze|Unsqueeze|Flatten|Dropout)$/;
const MAX_STEPS = 12;

/**
 * A product with adapters of low rank beside it that were not merged into it, y = x W + b + s (x A) B: where they are added, that is one product, of
 * W + s A B. Null for a sum of anything else. Source: LoRA, Hu 2021.
 */
export function adaptedEnding(index: GraphIndex, node: GraphNode, external: ExternalData): Adapted | null {
  const [left = '', right = ''] = node.inputs;
  if (node.opType !== 'Add' || !index.dataTensors.has(left) || !index.dataTensors.has(right)) return null;
  const [one, other] = [branchOf(index, left, external), branchOf(index, right, external)];
  if (one === null || other === null) return null;
  return joined(index, node, one, other, external) ?? joined(index, node, other, one, external);
}

/** The adapted product that takes all ways on which a tensor goes; null for none. */
export function adaptedFrom(index: GraphIndex, uses: readonly GraphNode[], external: ExternalData): Adapted | null {
  for (let at = uses[0], step = 0; at !== undefined && step < MAX_STEPS; step++) {
    const adapted = adaptedEnding(index, at, external);
    if (adapted?.nWays === uses.length) return adapted;
    at = index.usesOf.get(at.outputs[0] ?? '')?.[0]?.node;
  }
  return null;
}

type Branch = {
  readonly projection: Projection;
  readonly nWays: number;
  readonly factor: number;
  readonly bias: Constant | null;
};

/** Back from a summand to the product that it is, times a number, with a row added. */
function branchOf(index: GraphIndex, summand: string, external: ExternalData): Branch | null {
  let [at, factor] = [summand, 1];
  let bias: Constant | null = null;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = index.producerOf.get(at);
    if (node === undefined) return null;
    const adapted = adaptedEnding(index, node, external);
    const projection = adapted ?? projectionEnding(index, node, external);
    if (projection !== null) {
      if (bias !== null && projection.bias !== null) return null;
      return { projection, nWays: adapted?.nWays ?? 1, factor, bias: bias ?? projection.bias };
    }
    const by = scaleBy(index, node);
    const added = node.opType === 'Add' ? node.inputs.map((input) => constantOf(index, input, external)) : [];
    const row = added.find((each) => each !== null) ?? null;
    if (by !== null && bias === null) factor *= by;
    else if (row !== null && bias === null && factor === 1) bias = row;
    else if (!MOVES.test(node.opType)) return null;
    at = node.inputs.find((input) => index.dataTensors.has(input)) ?? '';
  }
  return null;
}

function joined(index: GraphIndex, node: GraphNode, base: Branch, up: Branch, external: ExternalData): Adapted | null {
  if (base.factor !== 1 || up.bias !== null) return null;
  const down = branchOf(index, up.projection.data, external);
  if (down === null || down.bias !== null || down.nWays > 1 || up.nWays > 1) return null;
  const [x, same] = [base.projection.data, down.projection.data].map((tensor) => sourceOf(index, tensor));
  if (x !== same) return null;
  const { data } = base.projection;
  const weights = withAdapter(
    base.projection.weights,
    down.projection.weights,
    up.projection.weights,
    up.factor * down.factor,
  );
  return { node, data, weights, bias: base.bias, output: node.outputs[0] ?? '', nWays: base.nWays + 1 };
}

/** W + s A B, where all three are read and fit. */
function withAdapter(base: Constant | null, a: Constant | null, b: Constant | null, by: number): Constant | null {
  if (base === null || a === null || b === null) return null;
  const [nIn = 0, nOut = 0] = base.dims;
  if (a.dims[0] !== nIn || b.dims[1] !== nOut || a.dims[1] !== b.dims[0]) return null;
  const product: Constant = { made: 'product', dims: [nIn, nOut], of: a, times: b };
  const and: Constant = by === 1 ? product : { made: 'scaled', dims: product.dims, by, of: product };
  return { made: 'summed', dims: [nIn, nOut], of: base, and };
}

/** A tensor before it was given another form. */
function sourceOf(index: GraphIndex, tensor: string): string {
  let at = tensor;
  for (let node = index.producerOf.get(at); node !== undefined && MOVES.test(node.opType);) {
    at = node.inputs[0] ?? '';
    node = index.producerOf.get(at);
  }
  return at;
}
