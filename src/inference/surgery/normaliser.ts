import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';

/** A place where numbers over the last axis become weights: a softmax, or what one is made of. */
export type Normaliser = {
  readonly node: GraphNode;
  /** What is normalised, before a maximum is taken off. */
  readonly scores: string;
  /** Where to start looking for the product of queries and keys. */
  readonly start: string;
  /** What masks the numbers between their exponents and their sum. */
  readonly masks: readonly string[];
  readonly weights: string;
  readonly opTypes: readonly string[];
  readonly isOverLastAxis: boolean;
  /** True if something is added to the sum, so that the weights sum to less than 1. */
  readonly hasSink: boolean;
};

/** Operators that make numbers of any sign positive. */
const POSITIVE = new Set(['Exp', 'Relu', 'Sigmoid', 'Softplus', 'Abs']);
/** How far a written-out softmax may be spread over the graph. */
const MAX_STEPS = 8;

/** The normaliser that ends at this node, or null. `opset` decides what an axis left out means. */
export function normaliserAt(index: GraphIndex, node: GraphNode, opset: number): Normaliser | null {
  const [first = '', second = ''] = node.inputs;
  const [weights = ''] = node.outputs;
  switch (node.opType) {
    case 'Softmax': {
      const axis = intOf(node, 'axis', opset >= 13 ? -1 : 1);
      // Before opset 13 all axes from there on were taken together; a positive axis past 1 is a last one.
      const isOverLastAxis = axis === -1 || axis >= 2;
      const opTypes = [node.opType];
      return { node, scores: first, start: first, masks: [], weights, opTypes, isOverLastAxis, hasSink: false };
    }
    case 'Div':
      return ratio(index, node, first, second);
    case 'Mul': {
      const [right, left] = [index.producerOf.get(second), index.producerOf.get(first)];
      if (right?.opType === 'Reciprocal') return ratio(index, node, first, right.inputs[0] ?? '');
      if (left?.opType === 'Reciprocal') return ratio(index, node, second, left.inputs[0] ?? '');
      return null;
    }
    case 'Exp':
      return ofLogarithms(index, node);
    default:
      return null;
  }
}

/** Positive numbers divided by their own sum. */
function ratio(index: GraphIndex, node: GraphNode, numerator: string, denominator: string): Normaliser | null {
  const sum = sumBelow(index, denominator, numerator);
  const positive = sum === null ? null : positiveBefore(index, numerator);
  if (sum === null || positive === null) return null;
  const [start = ''] = positive.node.inputs;
  return {
    node,
    scores: beforeMaximum(index, start),
    start,
    masks: positive.masks,
    weights: node.outputs[0] ?? '',
    opTypes: [positive.node.opType, sum.node.opType, node.opType],
    isOverLastAxis: reducesLastAxis(index, sum.node),
    hasSink: sum.hasSink,
  };
}

/** Exp(x - ReduceLogSumExp(x)) and Exp(LogSoftmax(x)). */
function ofLogarithms(index: GraphIndex, node: GraphNode): Normaliser | null {
  const before = index.producerOf.get(node.inputs[0] ?? '');
  const [x = '', taken = ''] = before?.inputs ?? [];
  const weights = node.outputs[0] ?? '';
  const found = { node, scores: x, start: x, masks: [], weights, hasSink: false };
  if (before?.opType === 'LogSoftmax') {
    const axis = intOf(before, 'axis', -1);
    return { ...found, opTypes: ['LogSoftmax', 'Exp'], isOverLastAxis: axis === -1 || axis >= 2 };
  }
  const sum = before?.opType === 'Sub' ? index.producerOf.get(taken) : undefined;
  if (sum?.opType !== 'ReduceLogSumExp' || sum.inputs[0] !== x) return null;
  return { ...found, opTypes: ['ReduceLogSumExp', 'Sub', 'Exp'], isOverLastAxis: reducesLastAxis(index, sum) };
}

/** The sum of `summed` from which a denominator is made; anything added on the way that is not tiny is a sink. */
function sumBelow(
  index: GraphIndex,
  denominator: string,
  summed: string,
): { readonly node: GraphNode; readonly hasSink: boolean } | null {
  let at = denominator;
  let hasSink = false;
  for (let step = 0; step < MAX_STEPS; step++) {
    const node = index.producerOf.get(at);
    if (node === undefined) return null;
    const isSum = node.opType === 'ReduceSum' || node.opType === 'ReduceL1';
    if (isSum) return node.inputs[0] === summed ? { node, hasSink } : null;
    const [left = '', right = ''] = node.inputs;
    if (['Cast', 'Identity', 'Expand', 'Unsqueeze', 'Clip', 'Max'].includes(node.opType)) at = left;
    else if (node.opType === 'Add') {
      const [sum, added] = reachesSum(index, left) ? [left, right] : [right, left];
      hasSink ||= !isTiny(index, added);
      at = sum;
    } else return null;
  }
  return null;
}

function reachesSum(index: GraphIndex, tensor: string): boolean {
  return /^Reduce(Sum|L1)$/.test(index.producerOf.get(tensor)?.opType ?? '');
}

/** A stored number that only keeps a division from failing. */
function isTiny(index: GraphIndex, tensor: string): boolean {
  const constant = index.constants.get(tensor);
  if (constant?.nElements !== 1 || constant.data?.length !== 4 || constant.elementType !== 'float32') return false;
  const value = new DataView(constant.data.buffer, constant.data.byteOffset, 4).getFloat32(0, true);
  return Math.abs(value) < 1e-4;
}

/** The operator that made the numbers positive, masks and casts behind it passed. */
function positiveBefore(
  index: GraphIndex,
  tensor: string,
): { readonly node: GraphNode; readonly masks: readonly string[] } | null {
  const queue = [tensor];
  const masks: string[] = [];
  for (const at of queue) {
    const node = index.producerOf.get(at);
    if (node === undefined || queue.length > MAX_STEPS) continue;
    if (POSITIVE.has(node.opType)) return { node, masks };
    if (['Mul', 'Where', 'Cast', 'Identity', 'Dropout', 'Add'].includes(node.opType)) {
      queue.push(...node.inputs.filter((input) => index.activations.has(input)));
      masks.push(...node.inputs.filter((input) => !index.activations.has(input)));
    }
  }
  return null;
}

function beforeMaximum(index: GraphIndex, tensor: string): string {
  const node = index.producerOf.get(tensor);
  const [left = '', right = ''] = node?.inputs ?? [];
  const isShift = node?.opType === 'Sub' && index.producerOf.get(right)?.opType === 'ReduceMax';
  return isShift ? left : tensor;
}

/** The axes of a reduction are an attribute, or an input from opset 13 or 18 on. */
function reducesLastAxis(index: GraphIndex, node: GraphNode): boolean {
  const attribute = node.attributes.get('axes');
  if (attribute?.kind === 'ints') return isLast(attribute.values);
  const stored = index.constants.get(node.inputs[1] ?? '');
  if (stored?.data?.length !== 8) return false;
  return isLast([Number(new DataView(stored.data.buffer, stored.data.byteOffset, 8).getBigInt64(0, true))]);
}

function isLast([axis = 0, ...more]: readonly number[]): boolean {
  return more.length === 0 && (axis === -1 || axis >= 2);
}
