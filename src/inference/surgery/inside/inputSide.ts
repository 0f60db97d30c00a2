import { constantOf } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import type { GraphIndex } from '../graph.ts';
import type { GraphNode } from '../graphProto.ts';
import { isDataProduct, isFused } from '../products.ts';
import { numberOf, projectionAt } from './projections.ts';
import type { Projection } from './projections.ts';

/** How far a projection may lie before queries or keys, rotations and norms of heads between them included. */
const MAX_STEPS = 120;

/** The projection that a tensor was made from by whatever mixes no positions; null if there is none, or more than one. */
export function projectionBehind(index: GraphIndex, tensor: string, external: ExternalData): Projection | null {
  const found = new Map<string, Projection>();
  const seen = new Set([tensor]);
  for (const each of seen) {
    const node = index.producerOf.get(each);
    if (node === undefined || !index.activations.has(each)) continue;
    if (seen.size > MAX_STEPS || isDataProduct(index, node) || isFused(node)) return null;
    const projection = projectionAt(index, node, external) ?? integersBehind(index, node, external);
    if (projection !== null) found.set(projection.data, projection);
    else for (const input of node.inputs) if (index.activations.has(input)) seen.add(input);
  }
  const [first, ...more] = found.values();
  return first === undefined || more.length > 0 ? null : first;
}

/** A sum of integer products is scaled back before anything else is done with it. */
function integersBehind(index: GraphIndex, node: GraphNode, external: ExternalData): Projection | null {
  if (node.opType !== 'Mul') return null;
  const cast = node.inputs.map((input) => index.producerOf.get(input)).find((each) => each?.opType === 'Cast');
  const product = index.producerOf.get(cast?.inputs[0] ?? '');
  return product?.opType === 'MatMulInteger' ? projectionAt(index, product, external) : null;
}

/** What is added to all rows behind the projection of the values, where that is all that is added. */
export function biasOf(index: GraphIndex, { bias, output }: Projection, external: ExternalData): Constant | null {
  if (bias !== null) return bias;
  const sum = (index.usesOf.get(output) ?? []).map(({ node }) => node).find(({ opType }) => opType === 'Add');
  const added = sum?.inputs.find((input) => input !== output);
  return added === undefined ? null : constantOf(index, added, external);
}

/** What one operator multiplies a tensor by, if that is one number: stored, or `computed` from shapes. */
export function factorAt(
  index: GraphIndex,
  node: GraphNode,
  data: string,
): { readonly by: number } | { readonly computed: string; readonly isDivisor: boolean } | null {
  const [left = '', right = ''] = node.inputs;
  const other = left === data ? right : left;
  const isDivisor = node.opType === 'Div';
  if ((node.opType !== 'Mul' && !isDivisor) || (isDivisor && left !== data)) return null;
  const stored = numberOf(index, other);
  if (stored !== null) return { by: isDivisor ? 1 / stored : stored };
  const isOfShapes = !index.dataTensors.has(other) && index.constants.get(other) === undefined;
  return isOfShapes && index.producerOf.has(other) ? { computed: other, isDivisor } : null;
}
