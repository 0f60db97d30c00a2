import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import type { ElementType } from './elementTypes.ts';
import { elementAt } from './tensorInfo.ts';
import type { TensorInfo } from './tensorInfo.ts';

/**
 * Numbers that a graph holds without being fed: stored ones, and what operators make of them. It is read in no time, and
 * decoded (`decodeConstant`) when somebody asks; until it is kept (`keepConstant`) it is a view on the file.
 */
export type Constant = { readonly dims: readonly number[] } & (
  | {
      readonly made: 'stored';
      readonly elementType: ElementType;
      readonly areVarints: boolean;
      readonly nBytes: number;
      /** In which file they begin, and where in it: the same for the same numbers. */
      readonly at: string;
      /** As the file has them, little-endian, or a stretch of them; of one that is left on disk they are read anew each time. */
      readonly bytes: (start?: number, end?: number) => Uint8Array;
      /** Set where they are: what is read so is nobody else's. */
      readonly areCopies?: true;
    }
  /** The same numbers with other axes. */
  | { readonly made: 'shaped'; readonly of: Constant }
  | { readonly made: 'moved'; readonly perm: readonly number[]; readonly of: Constant }
  | { readonly made: 'cut'; readonly axis: number; readonly start: number; readonly of: Constant }
  | { readonly made: 'scaled'; readonly by: number; readonly of: Constant }
  /** Two of one shape added; and a matrix product, [n, m] of [n, k] and [k, m]. */
  | { readonly made: 'summed'; readonly of: Constant; readonly and: Constant }
  | { readonly made: 'product'; readonly of: Constant; readonly times: Constant }
  /** (x - zero) scale, both one number, one for each place on `axis`, or one for each block of `blockSize` places on it. */
  | {
      readonly made: 'dequantised';
      readonly axis: number;
      readonly blockSize: number;
      readonly scale: Constant;
      readonly zero: Constant | null;
      readonly of: Constant;
    }
  /** Weights of MatMulNBits, [K, N] from rows of blocks of `bits` each. */
  | {
      readonly made: 'blocks';
      readonly bits: number;
      readonly blockSize: number;
      readonly scale: Constant;
      readonly zero: Constant | null;
      readonly of: Constant;
    }
);

/** What a constant is made of; nothing for stored numbers. */
export function partsOf(constant: Constant): readonly Constant[] {
  switch (constant.made) {
    case 'stored':
      return [];
    case 'dequantised':
    case 'blocks':
      return [constant.of, constant.scale, ...(constant.zero === null ? [] : [constant.zero])];
    case 'summed':
      return [constant.of, constant.and];
    case 'product':
      return [constant.of, constant.times];
    case 'shaped':
    case 'moved':
    case 'cut':
    case 'scaled':
      return [constant.of];
  }
}

/** Files beside the graph, by the path that it names. */
export type ExternalData = readonly { readonly path: string; readonly data: Uint8Array }[];

/** Longer chains of operators on stored numbers than any exporter writes. */
const MAX_STEPS = 12;

/** The constant that a tensor is, or null: what is fed is none, nor is what an operator makes that is not known here. */
export function constantOf(index: GraphIndex, tensor: string, external: ExternalData, steps = 0): Constant | null {
  const stored = index.constants.get(tensor);
  if (stored !== undefined) {
    const { dims, elementType, areVarints } = stored;
    const found = stored.data === null ? outside(stored, external) : within(stored.data);
    return found && { made: 'stored', dims, elementType, areVarints, ...found };
  }
  const node = index.producerOf.get(tensor);
  if (node === undefined || index.dataTensors.has(tensor) || steps > MAX_STEPS) return null;
  const input = (at: number): Constant | null => constantOf(index, node.inputs[at] ?? '', external, steps + 1);
  const of = input(0);
  return of === null ? null : madeBy(index, node, tensor, of, input);
}

function madeBy(
  index: GraphIndex,
  node: GraphNode,
  tensor: string,
  of: Constant,
  input: (at: number) => Constant | null,
): Constant | null {
  switch (node.opType) {
    case 'Cast':
    case 'Identity':
      return of;
    case 'Transpose': {
      const perm = node.attributes.get('perm');
      return moved(of, perm?.kind === 'ints' ? perm.values : [...of.dims.keys()].toReversed());
    }
    case 'Reshape': {
      const dims = reshaped(of.dims, intsOf(index, node, 1));
      return dims === null ? null : { made: 'shaped', dims, of };
    }
    case 'Squeeze': {
      const axes = intsOf(index, node, 1, 'axes')?.map((axis) => (axis < 0 ? axis + of.dims.length : axis));
      const dims = of.dims.filter((dim, axis) => (axes === undefined ? dim !== 1 : !axes.includes(axis)));
      return { made: 'shaped', dims, of };
    }
    case 'Unsqueeze': {
      const axes = intsOf(index, node, 1, 'axes');
      if (axes === undefined) return null;
      const dims = [...of.dims];
      const rank = dims.length + axes.length;
      for (const axis of axes.map((each) => (each < 0 ? each + rank : each)).toSorted((a, b) => a - b)) {
        dims.splice(axis, 0, 1);
      }
      return { made: 'shaped', dims, of };
    }
    case 'DequantizeLinear': {
      const [scale, zero] = [input(1), input(2)];
      if (scale === null || (zero === null && (node.inputs[2] ?? '') !== '')) return null;
      const axis = intOf(node, 'axis', 1);
      const place = axis < 0 ? axis + of.dims.length : axis;
      return {
        made: 'dequantised',
        dims: of.dims,
        axis: place,
        blockSize: intOf(node, 'block_size', 0),
        scale,
        zero,
        of,
      };
    }
    case 'Slice':
      return sliced(index, node, of);
    case 'Split':
      return split(index, node, tensor, of);
    default:
      return null;
  }
}

/** A constant with its axes in another order. */
export function moved(of: Constant, perm: readonly number[]): Constant | null {
  const dims = perm.map((axis) => of.dims[axis] ?? 0);
  return perm.length === of.dims.length ? { made: 'moved', dims, perm, of } : null;
}

function sliced(index: GraphIndex, node: GraphNode, of: Constant, ownAxes?: readonly number[]): Constant | null {
  const [starts, ends] = [intsOf(index, node, 1, 'starts'), intsOf(index, node, 2, 'ends')];
  const axes = ownAxes ?? intsOf(index, node, 3, 'axes') ?? starts?.map((_, at) => at) ?? [];
  if (starts === undefined || ends === undefined || intsOf(index, node, 4)?.some((step) => step !== 1)) return null;
  return axes.reduce<Constant | null>((cutSoFar, given, at) => {
    if (cutSoFar === null) return null;
    const axis = given < 0 ? given + cutSoFar.dims.length : given;
    const length = cutSoFar.dims[axis] ?? 0;
    const place = (from: number): number => Math.min(Math.max(from < 0 ? from + length : from, 0), length);
    return cutConstant(cutSoFar, axis, place(starts[at] ?? 0), place(ends[at] ?? 0));
  }, of);
}

function split(
  index: GraphIndex,
  node: GraphNode,
  tensor: string,
  of: Constant,
  given = intOf(node, 'axis', 0),
): Constant | null {
  const axis = given < 0 ? given + of.dims.length : given;
  const nParts = node.outputs.length;
  const even = Math.ceil((of.dims[axis] ?? 0) / nParts);
  const sizes = intsOf(index, node, 1, 'split') ?? node.outputs.map(() => even);
  const at = node.outputs.indexOf(tensor);
  const start = sizes.slice(0, at).reduce((sum, size) => sum + size, 0);
  return cutConstant(of, axis, start, Math.min(start + (sizes[at] ?? 0), of.dims[axis] ?? 0));
}

/** A row cut as a Split or Slice cuts the last axis of [batch, token, channel]; null if it cuts another, or is not told. */
export function cutLike(index: GraphIndex, row: Constant, node: GraphNode, tensor: string): Constant | null {
  const isLast = (axis: number): boolean => axis === -1 || axis === 2;
  const flat: Constant = { made: 'shaped', dims: [row.dims.reduce((product, dim) => product * dim, 1)], of: row };
  if (node.opType === 'Split') {
    const whole = intsOf(index, node, 1, 'split')?.reduce((sum, size) => sum + size, 0);
    return isLast(intOf(node, 'axis', 0)) && whole === flat.dims[0] ? split(index, node, tensor, flat, 0) : null;
  }
  const [axis = 0, ...more] = intsOf(index, node, 3, 'axes') ?? [];
  return isLast(axis) && more.length === 0 ? sliced(index, node, flat, [0]) : null;
}

/** Places `start` to `end` of an axis; null for none. */
export function cutConstant(of: Constant, axis: number, start: number, end: number): Constant | null {
  if (end <= start) return null;
  const dims = of.dims.map((dim, at) => (at === axis ? end - start : dim));
  return { made: 'cut', dims, axis, start, of };
}

/** Integers that a node is told by an input, or in older operator sets by an attribute; undefined where neither is stored. */
function intsOf(index: GraphIndex, node: GraphNode, input: number, name?: string): readonly number[] | undefined {
  const attribute = name === undefined ? undefined : node.attributes.get(name);
  if (attribute?.kind === 'ints') return attribute.values;
  const stored = index.constants.get(node.inputs[input] ?? '');
  if (stored === undefined) return undefined;
  return Array.from({ length: stored.nElements }, (_, at) => elementAt(stored, at) ?? 0);
}

function reshaped(dims: readonly number[], wanted: readonly number[] | undefined): readonly number[] | null {
  if (wanted === undefined) return null;
  const known = wanted.map((dim, axis) => (dim === 0 ? (dims[axis] ?? 0) : dim));
  const total = dims.reduce((product, dim) => product * dim, 1);
  const rest = known.reduce((product, dim) => (dim === -1 ? product : product * dim), 1);
  const found = known.map((dim) => (dim === -1 ? total / rest : dim));
  return found.reduce((product, dim) => product * dim, 1) === total ? found : null;
}

/** Where stored numbers lie, without a look at them. */
type Place = Pick<Extract<Constant, { made: 'stored' }>, 'nBytes' | 'at' | 'bytes' | 'areCopies'>;

function within(data: Uint8Array): Place {
  return { nBytes: data.length, at: `:${data.byteOffset}`, bytes: (start, end) => data.subarray(start, end) };
}

function outside({ external: place, nBytes }: TensorInfo, files: ExternalData): Place | null {
  const file = place === null ? undefined : files.find(({ path }) => path === place.path)?.data;
  if (place === null || file === undefined) return null;
  const end = Math.min(place.offset + (place.length ?? nBytes), file.length);
  const size = end - place.offset;
  if (size < nBytes) return null;
  // A file that is left on disk has no bytes of its own.
  const isOnDisk = file.buffer.byteLength < file.length;
  return {
    nBytes: size,
    at: `${place.path}:${place.offset}`,
    bytes: (first = 0, last = size) => file.subarray(place.offset + first, place.offset + last),
    ...(isOnDisk && { areCopies: true }),
  };
}
