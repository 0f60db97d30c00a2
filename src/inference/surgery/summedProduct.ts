import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import { rankOf } from './rank.ts';
import { elementAt } from './tensorInfo.ts';

/** A product of matrices written as Mul and ReduceSum: each factor is spread over an axis that only the other one has. */
type SummedProduct = {
  readonly factors: readonly [left: string, right: string];
  readonly multiply: GraphNode;
  /** The three last axes, counted from the end: -3 to -1. */
  readonly summed: number;
  /** The axis that each factor is spread over. */
  readonly spread: readonly [left: number, right: number];
};

/** Operators that leave the axes of their first input as they are. */
const KEEPS_AXES = /^(Cast|CastLike|Identity|Dropout|Expand|Tile|Neg)$/;
const MAX_STEPS = 6;

/**
 * The product that a ReduceSum ends, or null: a sum of squares, a pooling over tokens and the like spread nothing.
 * Shape: [..., a, 1, n] and [..., 1, b, n] -> [..., a, b], the axes in any order.
 */
export function summedProduct(index: GraphIndex, node: GraphNode): SummedProduct | null {
  if (node.opType !== 'ReduceSum' || node.domain !== '' || intOf(node, 'keepdims', 1) !== 0) return null;
  const multiply = index.producerOf.get(node.inputs[0] ?? '');
  if (multiply?.opType !== 'Mul') return null;
  const [left = '', right = ''] = multiply.inputs;
  const [summed, ...more] = fromEnd(axesOf(index, node), () => rankOf(index, multiply.outputs[0] ?? ''));
  if (summed === undefined || more.length > 0) return null;
  const rest = [-3, -2, -1].filter((axis) => axis !== summed);
  const [onLeft, onRight] = [spreadOver(index, left), spreadOver(index, right)];
  const [first = 0, second = 0] = rest;
  if (rest.length !== 2) return null;
  for (const spread of [[first, second] as const, [second, first] as const]) {
    if (onLeft.includes(spread[0]) && onRight.includes(spread[1])) {
      return { factors: [left, right], multiply, summed, spread };
    }
  }
  return null;
}

/** Which factor holds the keys, where the result is [..., query, key] or, flipped, [..., key, query]. */
export function keyFactor({ summed, spread }: SummedProduct, isFlipped: boolean): 0 | 1 {
  const [outer = 0, inner = 0] = [-3, -2, -1].filter((axis) => axis !== summed);
  const query = isFlipped ? inner : outer;
  return spread[0] === query ? 0 : 1;
}

/** True if the factor at `input` holds weights [..., query, key] over what is summed; flipped, [..., key, query]. */
export function weightsInSum({ summed, spread }: SummedProduct, input: number, isFlipped: boolean): boolean {
  const query = spread[input === 0 ? 1 : 0] ?? 0;
  return isFlipped ? summed < query : query < summed;
}

/** The axes of length 1 that a tensor got just before, counted from the end. */
function spreadOver(index: GraphIndex, tensor: string): readonly number[] {
  let at = tensor;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = index.producerOf.get(at);
    if (node === undefined) return [];
    if (node.opType === 'Unsqueeze') return fromEnd(axesOf(index, node), () => rankOf(index, at));
    if (node.opType === 'Reshape') return onesOf(index, node.inputs[1] ?? '');
    if (KEEPS_AXES.test(node.opType)) at = node.inputs[0] ?? '';
    else if (node.opType === 'Mul' || node.opType === 'Div') {
      // A scale on the way, before or behind.
      const next = node.inputs.find((input) => index.constants.get(input)?.nElements !== 1);
      if (next === undefined || !node.inputs.some((input) => index.constants.get(input)?.nElements === 1)) return [];
      at = next;
    } else return [];
  }
  return [];
}

/** Where a stored shape has a 1. */
function onesOf(index: GraphIndex, shape: string): readonly number[] {
  const stored = index.constants.get(shape);
  if (stored === undefined) return [];
  const ones = Array.from({ length: stored.nElements }, (_, axis) => (elementAt(stored, axis) === 1 ? axis : -1));
  return ones.filter((axis) => axis >= 0).map((axis) => axis - stored.nElements);
}

/** The axes of a node: an attribute, or an input from opset 13 on. */
function axesOf(index: GraphIndex, node: GraphNode): readonly number[] {
  const attribute = node.attributes.get('axes');
  if (attribute?.kind === 'ints') return attribute.values;
  const stored = index.constants.get(node.inputs[1] ?? '');
  if (stored === undefined) return [];
  return Array.from({ length: stored.nElements }, (_, at) => elementAt(stored, at) ?? 0);
}

function fromEnd(axes: readonly number[], rank: () => number | null): readonly number[] {
  if (axes.every((axis) => axis < 0)) return axes;
  const n = rank();
  return n === null ? [] : axes.map((axis) => (axis < 0 ? axis : axis - n));
}
