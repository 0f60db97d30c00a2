import { isTriangular } from './causality.ts';
import { countsFrom } from './countedFrom.ts';
import { isFloat } from './elementTypes.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import { rowsOf } from './inputUses.ts';
import { scalarAt } from './scalarAt.ts';
import type { TensorInfo } from './tensorInfo.ts';

/** Operators that rotate by stored sines and cosines, a row for each position: the place of these among their inputs. */
const ROTATIONS: Readonly<Record<string, number>> = {
  'com.microsoft.GroupQueryAttention': 7,
  'com.microsoft.RotaryEmbedding': 2,
  '.RotaryEmbedding': 1,
};

/** Operators that repeat what is stored. */
const REPEATS = new Set(['Expand', 'Tile', 'Unsqueeze', 'Identity', 'Cast']);

/**
 * The longest sequence that the file has positions for: in tables of vectors from which rows are picked by numbers that
 * the graph counts itself, in those of which it takes the first rows, and in stored triangles of which a mask is cut.
 * Null if it has none of these.
 */
export function positionsOf(index: GraphIndex): number | null {
  const lengths = index.order.flatMap((node) => picked(index, node) ?? cut(index, node) ?? rotated(index, node) ?? []);
  return lengths.length === 0 ? null : Math.min(...lengths);
}

/** Families count from the number of padding on, so that the first rows of their table stand for no position. */
function picked(index: GraphIndex, node: GraphNode): number | null {
  const [table = '', numbers = ''] = node.inputs;
  const isOneByOne = node.opType === 'GatherElements' && intOf(node, 'axis', 0) === 1;
  if (node.opType !== 'Gather' && !isOneByOne) return null;
  const first = countsFrom(index, numbers);
  if (first === null) return null;
  const rows = isOneByOne ? repeatedRows(index, table) : rowsOf(index, node, table);
  return rows === null || rows <= first ? null : rows - first;
}

/** Rows of a stored table of vectors that is repeated for each sequence; null for anything else. */
function repeatedRows(index: GraphIndex, table: string): number | null {
  let at = table;
  for (
    let node = index.producerOf.get(at);
    node !== undefined && REPEATS.has(node.opType);
    node = index.producerOf.get(at)
  ) {
    at = node.inputs[0] ?? '';
  }
  const stored = index.constants.get(at);
  return stored !== undefined && isFloat(stored.elementType) ? (stored.dims.at(-2) ?? null) : null;
}

/** Rows of a stored table up to the length of what is read, or the corner of a stored triangle. */
function cut(index: GraphIndex, node: GraphNode): number | null {
  const stored = node.opType === 'Slice' ? index.constants.get(node.inputs[0] ?? '') : undefined;
  if (stored === undefined) return null;
  const [nRows = 0, nColumns = 0] = stored.dims.slice(-2);
  if (nRows === nColumns && isTriangular(stored)) return nRows;
  return isFloat(stored.elementType) && stored.dims.length > 1 ? firstRows(index, node, stored) : null;
}

/** What is taken from place 0 on, up to a number that is a length; or the last of them, as many as are read. */
function firstRows(index: GraphIndex, { inputs }: GraphNode, { dims }: TensorInfo): number | null {
  const [, starts = '', ends = '', axes = '', steps = ''] = inputs;
  const axis = axes === '' ? 0 : scalarAt(index, axes);
  const isFirst = scalarAt(index, starts) === 0 && isLength(index, ends);
  // Between two lengths lie distances.
  const isLast = scalarAt(index, ends) !== null && isLength(index, starts);
  const isPlain = (isFirst || isLast) && (steps === '' || scalarAt(index, steps) === 1);
  if (!isPlain || axis === null) return null;
  const nRows = dims.at(axis) ?? 0;
  return nRows > 1 ? nRows : null;
}

/** Whether a number comes of the shape of something that is read. */
function isLength(index: GraphIndex, tensor: string): boolean {
  const seen = new Set([tensor]);
  for (const name of seen) {
    const node = index.producerOf.get(name);
    if (node?.opType === 'Shape' && index.dataTensors.has(node.inputs[0] ?? '')) return true;
    for (const input of node?.opType === 'Shape' ? [] : (node?.inputs ?? [])) seen.add(input);
  }
  return false;
}

function rotated(index: GraphIndex, node: GraphNode): number | null {
  const place = ROTATIONS[`${node.domain}.${node.opType}`];
  const isOn = node.opType === 'RotaryEmbedding' || intOf(node, 'do_rotary', 0) === 1;
  const stored = place !== undefined && isOn ? index.constants.get(node.inputs[place] ?? '') : undefined;
  return stored?.dims.length === 2 ? (stored.dims[0] ?? null) : null;
}
