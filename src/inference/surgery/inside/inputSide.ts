import { constantOf, cutConstant, cutLike } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import type { GraphIndex } from '../graph.ts';
import type { GraphNode } from '../graphProto.ts';
import { isDataProduct, isFused } from '../products.ts';
import { adaptedEnding } from './adapters.ts';
import { packedPart } from './packedPart.ts';
import type { PackedPart } from './packedPart.ts';
import { numberOf, projectionEnding } from './projections.ts';
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
    const projection = adaptedEnding(index, node, external) ?? projectionEnding(index, node, external);
    if (projection !== null) found.set(projection.data, projection);
    else for (const input of node.inputs) if (index.activations.has(input)) seen.add(input);
  }
  const [first, ...more] = found.values();
  return first === undefined || more.length > 0 ? null : first;
}

/** Operators on the way from a projection to queries or values that leave numbers as they are. */
const MOVES = /^(Transpose|Reshape|Cast|Identity|Squeeze|Unsqueeze|Expand)$/;

/**
 * What is added to all rows of queries or values behind their projection; where one makes queries, keys and values, their part of it. What
 * they are multiplied by later is not in it. Null where nothing is added, or the part is not told.
 */
export function rowBiasOf(
  index: GraphIndex,
  tensor: string,
  { bias, output }: Projection,
  external: ExternalData,
): Constant | null {
  let at = tensor;
  let part: { readonly node: GraphNode; readonly tensor: string } | null = null;
  let packed: PackedPart | null = null;
  for (let step = 0; step < MAX_STEPS && at !== output; step++) {
    const node = index.producerOf.get(at);
    if (node === undefined) return null;
    const taken: PackedPart | null = part === null && packed === null ? packedPart(index, node, at) : null;
    if (taken !== null) {
      packed = taken;
      at = taken.of;
      continue;
    }
    const isPart = node.opType === 'Split' || node.opType === 'Slice';
    // What is cut must be the row itself: a cut that tells its whole length tells that, whatever tokens were joined before.
    const isRow =
      /^(Add|Cast|Identity)$/.test(node.opType) || (node.opType === 'Reshape' && part?.node.opType === 'Split');
    if (part !== null && !isRow) return null;
    if (node.opType === 'Add') {
      const added = node.inputs.map((input) => constantOf(index, input, external)).find((each) => each !== null);
      return added === undefined ? null : partOf(index, added, part, packed);
    }
    const next = node.inputs.find((input) => index.dataTensors.has(input)) ?? '';
    const isFactor = part === null && factorAt(index, node, next) !== null;
    if (!isPart && !isFactor && !MOVES.test(node.opType)) return null;
    if (isPart) part = { node, tensor: at };
    at = next;
  }
  return partOf(index, bias, part, packed);
}

function partOf(
  index: GraphIndex,
  row: Constant | null,
  part: { readonly node: GraphNode; readonly tensor: string } | null,
  packed: PackedPart | null,
): Constant | null {
  if (row === null) return null;
  if (packed === null) return part === null ? row : cutLike(index, row, part.node, part.tensor);
  const size = (row.dims.at(-1) ?? 0) / packed.count;
  const isWhole = Number.isInteger(size) && row.dims.slice(0, -1).every((dim) => dim === 1) && part === null;
  return isWhole ? cutConstant(row, row.dims.length - 1, packed.at * size, (packed.at + 1) * size) : null;
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
