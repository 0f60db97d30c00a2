import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import { scalarAt } from './scalarAt.ts';
import { elementAt } from './tensorInfo.ts';
import type { TensorInfo } from './tensorInfo.ts';

/** Operators that leave a row of positions a row of positions. */
const KEEPS = new Set([
  'Cast',
  'Identity',
  'Reshape',
  'Squeeze',
  'Unsqueeze',
  'Expand',
  'Slice',
  'Tile',
  'Transpose',
  'Flatten',
]);
/** Longer chains of sums than any export has. */
const MAX_SUMS = 12;

/**
 * The number that stands for the first of the tokens, where a tensor holds k, k + 1, k + 2 ...: what the graph counts itself, stored or
 * made of the length of the text or of a mask, moved by a stored number. Null for anything else: distances of positions, which are
 * looked up in tables too, do not end where their table does.
 */
export function countsFrom(index: GraphIndex, tensor: string, nSums = 0): number | null {
  let at = tensor;
  let isCut = false;
  for (;;) {
    const stored = index.constants.get(at);
    // A row that is taken whole is as long as itself, whatever is read: that of the patches of a picture, say.
    if (stored !== undefined) return isCut ? firstOfRow(stored) : null;
    const node = index.producerOf.get(at);
    if (node === undefined || nSums > MAX_SUMS) return null;
    const [left = '', right = ''] = node.inputs;
    switch (node.opType) {
      case 'Range':
        // A start that is not stored is the length of a past, which is empty.
        return scalarAt(index, left) ?? 0;
      case 'NonZero':
        // How older exporters count.
        return 0;
      case 'CumSum':
        return intOf(node, 'exclusive', 0) === 1 ? 0 : 1;
      case 'Add':
      case 'Sub':
        return moved(index, node, nSums + 1);
      case 'Mul':
        // A mask of ones, not a factor.
        return [left, right].some((input) => (scalarAt(index, input) ?? 1) !== 1)
          ? null
          : onlyOne(index, [left, right], nSums + 1);
      case 'Where':
        // Padding is given a number of its own.
        return onlyOne(index, node.inputs.slice(1), nSums + 1);
      default:
        if (!KEEPS.has(node.opType)) return null;
        isCut ||= node.opType === 'Slice';
        at = left;
    }
  }
}

function moved(index: GraphIndex, { opType, inputs }: GraphNode, nSums: number): number | null {
  const [left = '', right = ''] = inputs;
  const [first = null, second = null] = [left, right].map((input) => countsFrom(index, input, nSums));
  if (first !== null && second === null) {
    const by = shift(index, right);
    return by === null ? null : first + (opType === 'Sub' ? -by : by);
  }
  const by = first === null && second !== null && opType === 'Add' ? shift(index, left) : null;
  return second === null || by === null ? null : second + by;
}

/** A stored number, or 0 for the length of a past, which is empty. */
function shift(index: GraphIndex, tensor: string): number | null {
  return scalarAt(index, tensor) ?? (index.dataTensors.has(tensor) || index.constants.has(tensor) ? null : 0);
}

/** Of two tensors the one that counts. */
function onlyOne(index: GraphIndex, inputs: readonly string[], nSums: number): number | null {
  const [found = null, ...more] = inputs.flatMap((input) => countsFrom(index, input, nSums) ?? []);
  return more.length === 0 ? found : null;
}

/** A stored row k, k + 1 ...; of other numbers null. */
function firstOfRow(tensor: TensorInfo): number | null {
  const isRow = tensor.nElements > 1 && tensor.dims.at(-1) === tensor.nElements;
  const [first, second] = [elementAt(tensor, 0), elementAt(tensor, 1)];
  return isRow && first !== null && first >= 0 && second === first + 1 ? first : null;
}
