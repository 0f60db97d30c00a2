import { SHAPE_OPS } from './graph.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { elementAt } from './tensorInfo.ts';
import type { TensorInfo } from './tensorInfo.ts';
import type { Path } from './trace.ts';

const COMPARISONS = new Set(['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual']);
const BRANCHES = new Set(['If', 'Loop', 'Scan']);
/** Makers of 0, 1, 2 ... along an axis. */
const COUNTERS = new Set(['Range', 'CumSum', 'NonZero']);
/** Operators that leave a row of positions a row of positions. */
const KEEPS_POSITIONS = new Set([
  'Cast',
  'Identity',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Expand',
  'Tile',
  'Transpose',
  'Slice',
  'Flatten',
]);

/**
 * Whether what is added to or chosen over the scores hides later keys from a query, as far as the graph shows.
 * True: the mask comes from a triangle (Trilu or a stored one) or from comparing positions with positions.
 * False: it comes from neither, or there is no mask. Null: part of it is fed ready-made, stored elsewhere, or made in
 * a branch.
 */
export function causalityOf(index: GraphIndex, back: Path): boolean | null {
  const queue = back.nodes.flatMap((node, at) => node.inputs.filter((tensor) => tensor !== back.tensors[at + 1]));
  const seen = new Set(queue);
  let isUnknown = false;
  for (const tensor of queue) {
    const node = index.producerOf.get(tensor);
    const constant = index.constants.get(tensor);
    if (constant !== undefined) {
      const isTriangle = isTriangular(constant);
      if (isTriangle === true) return true;
      isUnknown ||= isTriangle === null;
    } else if (node === undefined) {
      // A mask of two axes, [batch, key], can only be padding; with more axes it may hold anything.
      isUnknown ||= (index.fed.get(tensor)?.dims.length ?? 0) > 2;
    } else if (node.opType === 'Trilu') {
      return true;
    } else if (BRANCHES.has(node.opType)) {
      isUnknown = true;
    } else if (!index.activations.has(tensor) && !SHAPE_OPS.has(node.opType)) {
      if (COMPARISONS.has(node.opType)) {
        const isOrder = comparesPositions(index, node);
        if (isOrder === true) return true;
        isUnknown ||= isOrder === null;
      }
      // The second input of Gather picks a learned bias by distance (T5): it decides how much, not whether.
      for (const input of node.opType === 'Gather' ? node.inputs.slice(0, 1) : node.inputs) {
        if (input === '' || seen.has(input)) continue;
        seen.add(input);
        queue.push(input);
      }
    }
  }
  return isUnknown ? null : false;
}

/** Two rows of positions, or their difference and zero, are compared: the order of query and key decides. */
function comparesPositions(index: GraphIndex, node: GraphNode): boolean | null {
  const [left, right] = node.inputs.map((tensor) => standsFor(index, tensor));
  if (left === 'positions' && right === 'positions') return true;
  if ((left === 'distance' && right === 'zero') || (left === 'zero' && right === 'distance')) return true;
  // Fed positions order the keys, fed lengths only bound them; the graph does not say which of the two it is.
  const isFed = left === 'fed' || right === 'fed';
  return isFed && (left === 'positions' || right === 'positions') ? null : false;
}

type Meaning = 'positions' | 'distance' | 'zero' | 'fed' | 'other';

/** `nSums` bounds the walk: positions are shifted once or twice, a longer chain of sums is something else. */
function standsFor(index: GraphIndex, tensor: string, nSums = 0): Meaning {
  let at = tensor;
  for (;;) {
    const constant = index.constants.get(at);
    if (constant !== undefined) return meaningOfConstant(constant);
    if (index.fed.has(at)) return 'fed';
    const node = index.producerOf.get(at);
    if (node === undefined) return 'other';
    if (COUNTERS.has(node.opType)) return 'positions';
    const [left = '', right = ''] = node.inputs;
    if (node.opType === 'Add' || node.opType === 'Sub') {
      if (nSums > 6) return 'other';
      const [a, b] = [standsFor(index, left, nSums + 1), standsFor(index, right, nSums + 1)];
      if (a === 'positions' && b === 'positions') return node.opType === 'Sub' ? 'distance' : 'other';
      return a === 'positions' || b === 'positions' ? 'positions' : 'other';
    }
    if (!KEEPS_POSITIONS.has(node.opType)) return 'other';
    at = left;
  }
}

function meaningOfConstant(tensor: TensorInfo): Meaning {
  if (tensor.nElements === 1) return elementAt(tensor, 0) === 0 ? 'zero' : 'other';
  const nShown = Math.min(tensor.nElements, 4);
  for (let i = 0; i < nShown; i++) if (elementAt(tensor, i) !== i) return 'other';
  return 'positions';
}

/**
 * True if a stored tensor of shape [..., query, key] has one number on and below the diagonal and another above.
 * The corner is enough: a mask that starts as a triangle is one. Null if the file does not hold the numbers.
 */
function isTriangular(tensor: TensorInfo): boolean | null {
  const [nRows = 1, nColumns = 1] = tensor.dims.slice(-2);
  if (tensor.dims.length < 2 || nRows < 2 || nColumns < 2) return false;
  const below = elementAt(tensor, 0);
  const above = elementAt(tensor, 1);
  if (below === null || above === null) return nRows === nColumns ? null : false;
  if (below === above) return false;
  for (let row = 0; row < Math.min(nRows, 8); row++) {
    for (let column = 0; column < Math.min(nColumns, 8); column++) {
      if (elementAt(tensor, row * nColumns + column) !== (column > row ? above : below)) return false;
    }
  }
  return true;
}
