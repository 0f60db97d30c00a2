import { countsFrom } from './countedFrom.ts';
import { isFloat } from './elementTypes.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import { opensWith } from './opensWith.ts';
import { operatorOf } from './operators.ts';
import { passing } from './passing.ts';

/** Where the numbers of an input go in the graph, before weights are applied to them. */
export type InputUses = {
  /** Rows of the largest stored table that they pick from; null if they pick from none. */
  readonly table: number | null;
  /** True if stored weights are applied to them: queries, keys and values that are fed ready-made meet none. */
  readonly isWeighted: boolean;
  /** True if a convolution is the first to apply weights to them, as to a picture or a sound. */
  readonly isConvolved?: boolean;
  /** True if sines or cosines are made of them: positions by which queries and keys are rotated. */
  readonly isTurned: boolean;
  /** True if what is computed is put behind them, or an operator takes them for keys and values of the past: a cache. */
  readonly isJoined: boolean;
  /** Set where what is computed is written into their places: a cache of one length. */
  readonly isWritten?: true;
  /** Set where they are added to scores: a mask with a row for each query, or what stands in its place. */
  readonly isAddedToScores?: true;
  /** Set where the graph begins to count positions at it: how many keys and values of a past there are. */
  readonly isStart?: true;
  /** Of a mask: the number that lets every score through, where the graph tells. */
  readonly opensWith?: 0 | 1 | undefined;
};

/** By operator: places of indices, each with the place of the table that they pick from. */
const PICKS: Readonly<Record<string, readonly (readonly [indices: number, table: number])[]>> = {
  Gather: [[1, 0]],
  GatherBlockQuantized: [[1, 0]],
  EmbedLayerNormalization: [
    [0, 2],
    [1, 4],
    [8, 3],
  ],
};

const WEIGHTS = new Set([
  'Conv',
  'ConvInteger',
  'QLinearConv',
  'MatMul',
  'MatMulNBits',
  'MatMulInteger',
  'Gemm',
  'Einsum',
]);

/** Operators that write their last input into places of their first. */
const WRITES = /^(Scatter(ND|Elements)?|TensorScatter)$/;

/** Follows an input to the first operators behind which its numbers cannot be told. */
export function usesOfInput(index: GraphIndex, name: string): InputUses {
  const seen = new Set([name]);
  let table: number | null = null;
  let isWeighted = false;
  let isConvolved = false;
  let isJoined = false;
  let isWritten = false;
  // A set may grow while it is walked: it is the queue and the result.
  for (const tensor of seen) {
    for (const { node, input } of index.usesOf.get(tensor) ?? []) {
      const picked = PICKS[node.opType]?.find(([indices]) => indices === input);
      const rows = picked ? rowsOf(index, node, node.inputs[picked[1]] ?? '') : null;
      if (rows !== null) table = Math.max(table ?? 0, rows);
      if (WEIGHTS.has(node.opType) && isApplied(index, node, input)) {
        isWeighted = true;
        isConvolved ||= node.opType.includes('Conv');
      }
      isJoined ||= (node.opType === 'Concat' && isBefore(index, node, input, seen)) || isPast(node, input);
      isWritten ||= input === 0 && WRITES.test(node.opType) && node.inputs.some((each) => index.activations.has(each));
      if (passing(node, input) !== null) for (const output of node.outputs) seen.add(output);
    }
  }
  return {
    table,
    isWeighted,
    ...(isAdded(index, name) && { isAddedToScores: true }),
    ...(startsAt(index, name) && { isStart: true }),
    ...(isConvolved && { isConvolved }),
    isJoined,
    ...(isWritten && { isWritten }),
    isTurned: turns(index, name),
    opensWith: opensWith(index, name),
  };
}

/** Whether what is joined behind a tensor is made of something else that is fed. */
function isBefore(index: GraphIndex, { inputs }: GraphNode, input: number, own: ReadonlySet<string>): boolean {
  const behind = inputs.slice(input + 1);
  return (
    input === 0 && behind.length > 0 && behind.every((tensor) => !own.has(tensor) && index.dataTensors.has(tensor))
  );
}

function isPast(node: GraphNode, input: number): boolean {
  const past = operatorOf(node)?.values?.past;
  return past !== undefined && (input === past || input === past - 1);
}

/** Operators behind which scores are scores still, as far as a mask of them goes. */
const OF_SCORES = new Set(['Max', 'Min', 'Tanh']);

/** Whether a tensor, moved or changed number by number, is added to what a softmax makes weights of. */
function isAdded(index: GraphIndex, name: string): boolean {
  const own = new Set([name]);
  const scores = new Set<string>();
  for (const tensor of own) {
    for (const { node, input } of index.usesOf.get(tensor) ?? []) {
      if (operatorOf(node)?.masks.includes(input)) return true;
      const [output = ''] = node.outputs;
      const other = node.inputs[1 - input] ?? '';
      const isSum = /^(Add|Sub)$/.test(node.opType) && index.activations.has(other) && !own.has(other);
      if (isSum) scores.add(output);
      else if (passing(node, input) !== null) for (const each of node.outputs) own.add(each);
    }
  }
  for (const tensor of scores) {
    for (const { node, input } of index.usesOf.get(tensor) ?? []) {
      if (node.opType === 'Softmax') return true;
      if (passing(node, input) === null && !OF_SCORES.has(node.opType)) continue;
      for (const output of node.outputs) scores.add(output);
    }
  }
  return false;
}

/** Whether a tensor is the start of a row of positions, or is added to one that the graph counts itself. */
function startsAt(index: GraphIndex, name: string): boolean {
  const own = new Set([name]);
  for (const tensor of own) {
    for (const { node, input } of index.usesOf.get(tensor) ?? []) {
      if (node.opType === 'Range' && input === 0) return true;
      const other = node.inputs[1 - input] ?? '';
      if (node.opType === 'Add' && !own.has(other) && countsFrom(index, other) !== null) return true;
      if (passing(node, input) === 'moved') for (const output of node.outputs) own.add(output);
    }
  }
  return false;
}

/** Whether sines are made of a tensor, multiplied by stored numbers on the way. */
function turns(index: GraphIndex, name: string): boolean {
  const seen = new Set([name]);
  for (const tensor of seen) {
    for (const { node, input } of index.usesOf.get(tensor) ?? []) {
      if (node.opType === 'Sin' || node.opType === 'Cos') return true;
      const isProduct =
        /^(MatMul|Einsum)$/.test(node.opType) &&
        node.inputs.every((other, at) => at === input || !index.activations.has(other));
      if (passing(node, input) !== null || isProduct) for (const output of node.outputs) seen.add(output);
    }
  }
  return false;
}

function isApplied(index: GraphIndex, { inputs }: GraphNode, input: number): boolean {
  return inputs.some((tensor, at) => at !== input && tensor !== '' && !index.dataTensors.has(tensor));
}

/** Rows of a stored table of vectors; null for anything else. */
export function rowsOf(index: GraphIndex, node: GraphNode, table: string): number | null {
  if (index.dataTensors.has(table) || intOf(node, 'axis', 0) !== 0) return null;
  let at = table;
  for (;;) {
    const stored = index.constants.get(at);
    if (stored !== undefined) {
      const isWeights = isFloat(stored.elementType) || /^u?int[248]$/.test(stored.elementType);
      return stored.dims.length >= 2 && isWeights ? (stored.dims[0] ?? null) : null;
    }
    const maker = index.producerOf.get(at);
    if (maker === undefined || !['Cast', 'Identity', 'DequantizeLinear'].includes(maker.opType)) return null;
    at = maker.inputs[0] ?? '';
  }
}
