import { isTriangular } from './causality.ts';
import { isFloat } from './elementTypes.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import { opensWith } from './opensWith.ts';
import { operatorOf } from './operators.ts';
import { passing } from './passing.ts';
import { elementAt } from './tensorInfo.ts';
import type { TensorInfo } from './tensorInfo.ts';

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

/** Follows an input to the first operators behind which its numbers cannot be told. */
export function usesOfInput(index: GraphIndex, name: string): InputUses {
  const seen = new Set([name]);
  let table: number | null = null;
  let isWeighted = false;
  let isConvolved = false;
  let isJoined = false;
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
      if (passing(node, input) !== null) for (const output of node.outputs) seen.add(output);
    }
  }
  return {
    table,
    isWeighted,
    ...(isConvolved && { isConvolved }),
    isJoined,
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

/**
 * The longest sequence that the file has positions for: in tables of vectors from which rows are picked by numbers that
 * the graph counts itself, and in stored triangles of which a mask is cut. Null if it has neither.
 */
export function positionsOf(index: GraphIndex): number | null {
  let least: number | null = null;
  for (const node of index.order) {
    const stored = node.opType === 'Slice' ? index.constants.get(node.inputs[0] ?? '') : undefined;
    const [nRows = 0, nColumns = 0] = stored?.dims.slice(-2) ?? [];
    if (stored !== undefined && nRows === nColumns && isTriangular(stored)) least = Math.min(least ?? Infinity, nRows);
    if (node.opType !== 'Gather') continue;
    const [table = '', picked = ''] = node.inputs;
    if (index.dataTensors.has(picked) || !isCounted(index, picked)) continue;
    const rows = rowsOf(index, node, table);
    if (rows !== null) least = Math.min(least ?? Infinity, rows);
  }
  return least;
}

/** True for indices 0, 1, 2 ...: relative positions, which are looked up by distance, do not end where their table does. */
function isCounted(index: GraphIndex, tensor: string): boolean {
  let at = tensor;
  for (;;) {
    const stored = index.constants.get(at);
    if (stored !== undefined) return isRowOfPositions(stored);
    const node = index.producerOf.get(at);
    if (node === undefined) return false;
    if (node.opType === 'Range') return true;
    if (!['Cast', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze', 'Expand', 'Slice'].includes(node.opType)) return false;
    at = node.inputs[0] ?? '';
  }
}

function isRowOfPositions(tensor: TensorInfo): boolean {
  const isRow = tensor.nElements > 1 && tensor.dims.at(-1) === tensor.nElements;
  return isRow && elementAt(tensor, 0) === 0 && elementAt(tensor, 1) === 1;
}

/** Rows of a stored table of vectors; null for anything else. */
function rowsOf(index: GraphIndex, node: GraphNode, table: string): number | null {
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
