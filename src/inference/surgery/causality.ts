import { SHAPE_OPS } from './dataTensors.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { COMPARISONS, comparesOrder } from './positions.ts';
import { elementAt } from './tensorInfo.ts';
import type { TensorInfo } from './tensorInfo.ts';
import type { Path } from './trace.ts';

const BRANCHES = new Set(['If', 'Loop', 'Scan']);
/** Operators that count: what they say of a mask is no longer about single positions. */
const COUNTS = new Set(['ReduceSum', 'ReduceMax', 'ReduceMin', 'ArgMax', 'ArgMin', 'TopK']);
/** Products make learned biases, of coordinates say: they decide how much, not whether. */
const LEARNED = new Set(['MatMul', 'Gemm']);

/** What is added to or chosen over the scores on their way from the product to the softmax. */
export function masksOf(back: Path): readonly string[] {
  return back.nodes.flatMap((node, at) => {
    return back.mixes.has(node) ? [] : node.inputs.filter((tensor) => tensor !== back.tensors[at + 1]);
  });
}

/**
 * Whether what is added to or chosen over the scores hides later keys from a query, as far as the graph shows.
 * True: the mask comes from a triangle (Trilu or a stored one) or from comparing positions with positions.
 * False: it comes from neither, or there is no mask. Null: part of it is fed ready-made, stored elsewhere, or made in
 * a branch.
 */
export function causalityOf(index: GraphIndex, masks: readonly string[]): boolean | null {
  const queue = [...masks];
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
      if (isTriangleEdge(index, node)) return true;
    } else if (BRANCHES.has(node.opType)) {
      isUnknown = true;
    } else if (!index.activations.has(tensor) && !SHAPE_OPS.has(node.opType) && !ofMuch(node)) {
      if (COMPARISONS.has(node.opType)) {
        const isOrder = comparesOrder(index, node);
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

function ofMuch({ opType }: GraphNode): boolean {
  return COUNTS.has(opType) || LEARNED.has(opType);
}

/** The diagonal where the triangle begins: far from the main one it is the edge of a window. */
function isTriangleEdge(index: GraphIndex, { inputs }: GraphNode): boolean {
  const diagonal = index.constants.get(inputs[1] ?? '');
  const shift = diagonal === undefined ? 0 : elementAt(diagonal, 0);
  return shift === null || Math.abs(shift) <= 1;
}

/**
 * True if a stored tensor of shape [..., query, key] has one number all over above the diagonal and another on it;
 * below, a window may be cut out. The corner is enough: a mask that starts as a triangle is one.
 * Null if the file does not hold the numbers.
 */
export function isTriangular(tensor: TensorInfo): boolean | null {
  const [nRows = 1, nColumns = 1] = tensor.dims.slice(-2);
  // Queries are the last of the keys, so that a mask has no more rows than columns.
  if (tensor.dims.length < 2 || nRows < 2 || nColumns < nRows) return false;
  const above = elementAt(tensor, 1);
  if (above === null) return nRows === nColumns ? null : false;
  for (let row = 0; row < Math.min(nRows, 8); row++) {
    if (row < nColumns && elementAt(tensor, row * nColumns + row) === above) return false;
    for (let column = row + 1; column < Math.min(nColumns, 8); column++) {
      if (elementAt(tensor, row * nColumns + column) !== above) return false;
    }
  }
  return true;
}
