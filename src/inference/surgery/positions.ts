import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { elementAt } from './tensorInfo.ts';
import type { TensorInfo } from './tensorInfo.ts';

/** Operators of which the result may say whether one position comes before another. */
export const COMPARISONS: ReadonlySet<string> = new Set(['Less', 'LessOrEqual', 'Greater', 'GreaterOrEqual']);
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
 * What a tensor of a mask stands for. `shift` is what was added to positions or to a distance of positions, null if
 * the graph alone does not tell (a past length).
 */
type Meaning =
  | { readonly what: 'positions' | 'distance'; readonly shift: number | null }
  | { readonly what: 'number'; readonly value: number }
  | { readonly what: 'fed' | 'other' };

const OTHER: Meaning = { what: 'other' };

/**
 * True if a comparison draws the line between earlier and later keys, false if it is about something else, such as the
 * edge of a window; null if the graph does not tell.
 */
export function comparesOrder(index: GraphIndex, node: GraphNode): boolean | null {
  const [left = OTHER, right = OTHER] = node.inputs.map((tensor) => standsFor(index, tensor));
  if (left.what === 'positions' && right.what === 'positions') return isEdge(left.shift, right.shift);
  if (left.what === 'distance' && right.what === 'number') return isEdge(left.shift, right.value);
  if (left.what === 'number' && right.what === 'distance') return isEdge(left.value, right.shift);
  // Fed positions order the keys, fed lengths only bound them; the graph does not say which of the two it is.
  const isFed = left.what === 'fed' || right.what === 'fed';
  return isFed && (left.what === 'positions' || right.what === 'positions') ? null : false;
}

/** Later keys begin one step after the query: bounds further away than that are those of a window. */
function isEdge(left: number | null, right: number | null): boolean {
  return left === null || right === null || Math.abs(left - right) <= 1;
}

/** `nSums` bounds the walk: positions are shifted once or twice, a longer chain of sums is something else. */
function standsFor(index: GraphIndex, tensor: string, nSums = 0): Meaning {
  let at = tensor;
  for (;;) {
    const constant = index.constants.get(at);
    if (constant !== undefined) return meaningOfConstant(constant);
    if (index.fed.has(at)) return { what: 'fed' };
    const node = index.producerOf.get(at);
    if (node === undefined) return OTHER;
    if (COUNTERS.has(node.opType)) return { what: 'positions', shift: 0 };
    const [left = '', right = ''] = node.inputs;
    if (node.opType === 'Add' || node.opType === 'Sub') {
      if (nSums > 6) return OTHER;
      const sign = node.opType === 'Sub' ? -1 : 1;
      return sum(standsFor(index, left, nSums + 1), standsFor(index, right, nSums + 1), sign);
    }
    if (!KEEPS_POSITIONS.has(node.opType)) return OTHER;
    at = left;
  }
}

function sum(left: Meaning, right: Meaning, sign: 1 | -1): Meaning {
  if (left.what === 'positions' && right.what === 'positions') {
    return sign === 1 ? OTHER : { what: 'distance', shift: add(left.shift, right.shift, -1) };
  }
  if (left.what === 'positions' || left.what === 'distance') {
    return { what: left.what, shift: add(left.shift, valueOf(right), sign) };
  }
  if ((right.what === 'positions' || right.what === 'distance') && sign === 1) {
    return { what: right.what, shift: add(right.shift, valueOf(left), 1) };
  }
  return OTHER;
}

function valueOf(meaning: Meaning): number | null {
  return meaning.what === 'number' ? meaning.value : null;
}

function add(left: number | null, right: number | null, sign: 1 | -1): number | null {
  return left === null || right === null ? null : left + sign * right;
}

function meaningOfConstant(tensor: TensorInfo): Meaning {
  if (tensor.nElements === 1) {
    const value = elementAt(tensor, 0);
    return value === null ? OTHER : { what: 'number', value };
  }
  const nShown = Math.min(tensor.nElements, 4);
  for (let i = 0; i < nShown; i++) if (elementAt(tensor, i) !== i) return OTHER;
  return { what: 'positions', shift: 0 };
}
