import type { Draft } from './draft.ts';
import type { GraphIndex } from './graph.ts';
import type { Attribute, GraphNode } from './graphProto.ts';
import { usesOf } from './inside/outputSide.ts';
import { MaskNodes } from './maskNodes.ts';
import type { MaskFile } from './maskTypes.ts';
import type { AttributeValue } from './write.ts';

/** An output that says of each token of each window at which position of the whole it stands. */
type WindowPlaces = { readonly name: string; readonly records: readonly Uint8Array[] };

/** Operators that take numbers to other places and leave them what they are. */
const MOVES = new Set(['Reshape', 'Transpose', 'Pad', 'Slice', 'Concat', 'Identity', 'Squeeze', 'Unsqueeze', 'Split']);
/** Norms of each row by itself: a layer may norm what is in its windows already. */
const NORMS = new Set(['LayerNormalization', 'SimplifiedLayerNormalization', 'RMSNormalization']);
/** Operators between a projection and the product that makes the scores. */
const BETWEEN = new Set([...MOVES, 'Gather', 'Mul', 'Div', 'Add', 'Cast', 'Sqrt', 'LayerNormalization']);
/** Operators that make the length of a vector of it. */
const LENGTHS = new Set([
  'ReduceL2',
  'ReduceSum',
  'ReduceSumSquare',
  'Pow',
  'Mul',
  'Sqrt',
  'Clip',
  'Max',
  'Add',
  'Expand',
  'Cast',
]);
const PROJECTS = new Set(['MatMul', 'Gemm']);
/** Rows and columns of windows and in windows: with fewer axes nothing is cut into windows. */
const MIN_AXES = 5;
/** More moves than any real model makes in one layer. */
const MAX_MOVES = 64;

/**
 * Where a layer cuts its positions into windows before it projects them, the same moves done to the numbers of the
 * positions, 1, 2, 3 ..; what is padding comes out as 0. Null for a layer that does not.
 * Shape: x [batch, position ..., channel] -> [window, position in it].
 */
export function placesOf(
  index: GraphIndex,
  { query, branch, maskPoint }: Draft,
  wanted: string,
  file: MaskFile,
): WindowPlaces | null {
  if (branch !== null || maskPoint.at !== 'product') return null;
  const windows = projected(index, query ?? '');
  const moves = windows === null ? null : movesBefore(index, windows);
  if (windows === null || moves === null) return null;
  const { nodes, start } = moves;
  const b = new MaskNodes(file);
  const shape = b.add('Shape', [start]);
  const grid = b.add('Slice', [shape, b.ints([1]), b.ints([-1]), b.ints([0])]);
  const last = b.add('Add', [b.add('ReduceProd', [grid], { keepdims: 0 }), b.ints(1)]);
  const numbers = b.add('Cast', [b.add('Range', [b.ints(1), last, b.ints(1)])], { to: 1 });
  const rows = b.add('Reshape', [numbers, b.add('Concat', [b.ints([1]), grid, b.ints([1])], { axis: 0 })]);
  const moved = new Map([[start, b.add('Expand', [rows, shape])]]);
  for (const node of nodes) {
    if (NORMS.has(node.opType)) {
      moved.set(node.outputs[0] ?? '', moved.get(node.inputs[0] ?? '') ?? '');
      continue;
    }
    const inputs = node.inputs.map((input) => moved.get(input) ?? input);
    // Padding is 0 by itself; a number to pad with may be of another type.
    const taken = node.opType === 'Pad' ? inputs.map((input, at) => (at === 2 ? '' : input)) : inputs;
    const attributes = Object.fromEntries([...node.attributes].flatMap(([key, value]) => written(key, value)));
    moved.set(node.outputs[0] ?? '', b.add(node.opType, taken, attributes));
  }
  // All channels of a position say the same.
  const first = b.add('Gather', [moved.get(windows) ?? '', b.ints(0)], { axis: -1 });
  const name = b.add('Identity', [first], {}, file.fresh(wanted));
  return { name, records: b.records() };
}

/** What the projection reads from which queries come; null if it cannot be told. */
function projected(index: GraphIndex, query: string): string | null {
  let at = query;
  for (let step = 0; step < MAX_MOVES; step++) {
    const node = index.producerOf.get(at);
    const [data, ...more] = node === undefined ? [] : ownInputs(index, node);
    if (node === undefined || data === undefined || more.length > 0) return null;
    if (PROJECTS.has(node.opType)) return data;
    if (!BETWEEN.has(node.opType)) return null;
    at = data;
  }
  return null;
}

/** What a node computes on; the length of a vector, which it may be divided by, is no other one. */
function ownInputs(index: GraphIndex, { opType, inputs }: GraphNode): readonly string[] {
  const data = inputs.filter((input) => index.dataTensors.has(input));
  const [first = '', length = ''] = data;
  return opType === 'Div' && data.length === 2 && isLengthOf(index, first, length) ? [first] : data;
}

function isLengthOf(index: GraphIndex, vector: string, length: string): boolean {
  let at = length;
  for (let step = 0; step < MAX_MOVES && at !== vector; step++) {
    const node = index.producerOf.get(at);
    if (node === undefined || !LENGTHS.has(node.opType)) return false;
    at = node.inputs[0] ?? '';
  }
  return at === vector;
}

/** The moves that lead to a tensor, in the order of computing, and the one tensor that they begin with. */
function movesBefore(
  index: GraphIndex,
  end: string,
): { readonly nodes: readonly GraphNode[]; readonly start: string } | null {
  const found = new Set<GraphNode>();
  const starts = new Set<string>();
  const seen = new Set([end]);
  // A set may grow while it is walked: it is the queue and the result.
  for (const tensor of seen) {
    const node = index.producerOf.get(tensor);
    const isCut = [...found].some(cuts);
    const isNorm = !isCut && node !== undefined && NORMS.has(node.opType);
    const isMove = node !== undefined && MOVES.has(node.opType) && node.outputs.length === 1;
    // What is summed with what the layer writes is the stream, whose positions are those of the model, however it came to lie so.
    if (node === undefined || !(isNorm || isMove) || (isCut && isUsedElse(index, tensor))) {
      starts.add(tensor);
      continue;
    }
    found.add(node);
    if (found.size > MAX_MOVES) return null;
    for (const input of isNorm ? node.inputs.slice(0, 1) : node.inputs)
      if (index.dataTensors.has(input)) seen.add(input);
  }
  const [start] = starts;
  if (start === undefined || starts.size > 1 || ![...found].some(cuts)) return null;
  return { nodes: index.order.filter((node) => found.has(node)), start };
}

/** Whether a node lays rows and columns of windows side by side. */
function cuts(node: GraphNode): boolean {
  return node.opType === 'Transpose' && axesIn(node) >= MIN_AXES;
}

/** Whether anything but moves takes the numbers of a tensor. */
function isUsedElse(index: GraphIndex, tensor: string): boolean {
  return usesOf(index, tensor).some(({ opType }) => !MOVES.has(opType));
}

function axesIn(node: GraphNode): number {
  const perm = node.attributes.get('perm');
  return perm?.kind === 'ints' ? perm.values.length : 0;
}

function written(key: string, value: Attribute): readonly (readonly [string, AttributeValue])[] {
  if (value.kind === 'int' || value.kind === 'text') return [[key, value.value]];
  if (value.kind === 'float') return [[key, { float: value.value }]];
  return value.kind === 'ints' ? [[key, value.values]] : [];
}
