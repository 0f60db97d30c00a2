import type { InnerTensor } from '../runtime/session.ts';
import type { Constant } from '../surgery/constants.ts';
import { decodeConstant, transposed } from '../surgery/decodeConstant.ts';
import type { Operand } from '../surgery/inside/types.ts';
import type { HeadRows } from './headRows.ts';
import { rotated } from './rotated.ts';

/** A tensor [.., row, channel] with all axes before taken for heads; or why it is none of `nRows` rows. */
export function headRows({ dims, data }: Pick<InnerTensor, 'dims' | 'data'>, nRows: number): HeadRows | string {
  const [nChannels = 0, rows = 0, ...rest] = dims.toReversed();
  if (dims.length < 2 || rows !== nRows || data.length === 0) return unfit(dims, nRows);
  return { nHeads: rest.reduce((product, dim) => product * dim, 1), nChannels, data };
}

/** Queries, keys or values as they lie in the graph, by heads; or why they are not of `nRows` rows. */
export function operandRows(tensor: InnerTensor, operand: Operand | null, nRows: number): HeadRows | string {
  const { order = null, isTransposed = false, joined = null, added = null, turned: turns = null } = operand ?? {};
  const rank = tensor.dims.length;
  const swap = [...Array(Math.max(0, rank - 2)).keys(), rank - 1, rank - 2];
  const perm = order ?? (isTransposed ? swap : null);
  if (perm !== null && perm.length !== rank) return unfit(tensor.dims, nRows);
  const turned = perm === null ? tensor : transposed(tensor, perm);
  // Operators take both forms under one name: with an axis of heads, and with heads side by side.
  const isJoined = joined !== null && rank === 3;
  const rows = isJoined ? partedRows(turned, joined, nRows) : headRows(turned, nRows);
  const whole = typeof rows === 'string' || added === null ? rows : withAdded(rows, added);
  return typeof whole === 'string' || turns === null ? whole : rotated(whole, turns);
}

/** [row, head * channel] -> [head, row, channel], of some of the heads. */
function partedRows(
  { dims, data }: Pick<InnerTensor, 'dims' | 'data'>,
  { nHeads, from, to }: NonNullable<Operand['joined']>,
  nRows: number,
): HeadRows | string {
  const width = dims.at(-1) ?? 0;
  const nChannels = width / nHeads;
  if (data.length !== nRows * width || !Number.isInteger(nChannels) || data.length === 0) return unfit(dims, nRows);
  const out = new Float32Array((to - from) * nRows * nChannels);
  for (let head = from; head < to; head++) {
    for (let row = 0; row < nRows; row++) {
      const start = row * width + head * nChannels;
      out.set(data.subarray(start, start + nChannels), ((head - from) * nRows + row) * nChannels);
    }
  }
  return { nHeads: to - from, nChannels, data: out };
}

function withAdded(rows: HeadRows, added: Constant): HeadRows | string {
  const bias = decodeConstant(added)?.data;
  const { nHeads, nChannels, data } = rows;
  if (bias?.length !== nHeads * nChannels) return 'what its operator adds to it is not read';
  const size = data.length / nHeads;
  return {
    ...rows,
    data: data.map((value, i) => value + (bias[Math.floor(i / size) * nChannels + (i % nChannels)] ?? 0)),
  };
}

/** A tensor that holds one row of channels for each token, whatever axes of length 1 it has; or why it does not. */
export function tokenRows({ dims, data }: Pick<InnerTensor, 'dims' | 'data'>, nRows: number): Float32Array | string {
  const nChannels = dims.at(-1) ?? 0;
  return data.length > 0 && data.length === nRows * nChannels ? data : unfit(dims, nRows);
}

function unfit(dims: readonly number[], nRows: number): string {
  return `a tensor of shape [${dims.join(', ')}] holds no ${nRows} tokens`;
}

/** Of several tensors of heads, how many different ones stand in a row: of 4 heads AABB that is 2. */
export function sharedHeads(tensors: readonly HeadRows[]): number {
  const nHeads = tensors[0]?.nHeads ?? 1;
  for (let group = nHeads; group > 1; group--) {
    if (nHeads % group === 0 && tensors.every((tensor) => isRepeated(tensor, group))) return nHeads / group;
  }
  return nHeads;
}

function isRepeated({ nHeads, data }: HeadRows, group: number): boolean {
  const size = data.length / nHeads;
  for (let i = 0; i < data.length; i++) {
    const head = Math.floor(i / size);
    const first = head - (head % group);
    if (data[i] !== data[first * size + (i % size)]) return false;
  }
  return true;
}

/** The first head of each group. */
export function firstOfGroups({ nHeads, nChannels, data }: HeadRows, nGroups: number): HeadRows {
  if (nGroups === nHeads) return { nHeads, nChannels, data };
  const size = data.length / nHeads;
  const out = new Float32Array(nGroups * size);
  for (let group = 0; group < nGroups; group++) {
    const from = group * (nHeads / nGroups) * size;
    out.set(data.subarray(from, from + size), group * size);
  }
  return { nHeads: nGroups, nChannels, data: out };
}
