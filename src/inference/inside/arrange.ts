import type { InnerTensor } from '../runtime/session.ts';

/** Numbers of heads, [head, row, channel]. */
export type HeadRows = { readonly nHeads: number; readonly nChannels: number; readonly data: Float32Array };

/**
 * A tensor [.., row, channel], or transposed [.., channel, row], with all axes before taken for heads; or why it is none of
 * `nRows` rows.
 */
export function headRows({ dims, data }: InnerTensor, nRows: number, isTransposed: boolean): HeadRows | string {
  const [last = 0, before = 0, ...rest] = dims.toReversed();
  const [rows, nChannels] = isTransposed ? [last, before] : [before, last];
  const nHeads = rest.reduce((product, dim) => product * dim, 1);
  if (dims.length < 2 || rows !== nRows || data.length === 0) return unfit(dims, nRows);
  return { nHeads, nChannels, data: isTransposed ? swapped(data, nHeads, nChannels, nRows) : data };
}

/** A tensor that holds one row of channels for each token, whatever axes of length 1 it has; or why it does not. */
export function tokenRows({ dims, data }: InnerTensor, nRows: number): Float32Array | string {
  const nChannels = dims.at(-1) ?? 0;
  return data.length > 0 && data.length === nRows * nChannels ? data : unfit(dims, nRows);
}

function unfit(dims: readonly number[], nRows: number): string {
  return `a tensor of shape [${dims.join(', ')}] holds no ${nRows} tokens`;
}

/** [head, channel, row] -> [head, row, channel]. */
function swapped(data: Float32Array, nHeads: number, nChannels: number, nRows: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let head = 0; head < nHeads; head++) {
    const base = head * nChannels * nRows;
    for (let channel = 0; channel < nChannels; channel++) {
      for (let row = 0; row < nRows; row++) {
        out[base + row * nChannels + channel] = data[base + channel * nRows + row] ?? NaN;
      }
    }
  }
  return out;
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
