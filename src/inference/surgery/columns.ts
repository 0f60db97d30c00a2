import type { Constant } from './constants.ts';
import { bitsOf } from './elementTypes.ts';

type Stored = Extract<Constant, { made: 'stored' }>;

/** Where rows of bytes lie in stored numbers: `count` of `size` bytes, from `start` on, each `step` behind the one before. */
export type Rows = { readonly start: number; readonly size: number; readonly step: number; readonly count: number };

/** Stored numbers of which some places of an axis behind the first are taken. */
type Columns = { readonly of: Stored; readonly rows: Rows; readonly nBytes: number };

/** Bytes that are looked at together: what lies between rows passes by, and is in memory no longer than it must. */
const MAX_SPAN = 1 << 22;

/** What of its stored numbers a cut takes; null for anything else, and where it cannot be told by whole bytes. */
export function columnsOf(constant: Constant): Columns | null {
  if (constant.made !== 'cut' || constant.of.made !== 'stored' || constant.of.areVarints) return null;
  const { axis, dims, of } = constant;
  const inner = (of.dims.slice(axis + 1).reduce((product, dim) => product * dim, 1) * bitsOf(of.elementType)) / 8;
  const count = of.dims.slice(0, axis).reduce((product, dim) => product * dim, 1);
  const step = (of.dims[axis] ?? 0) * inner;
  if (!Number.isInteger(inner) || of.nBytes !== count * step) return null;
  const size = (dims[axis] ?? 0) * inner;
  return { of, rows: { start: constant.start * inner, size, step, count }, nBytes: count * size };
}

/** Stretches that hold all rows, in their order, as few as lie close together: from where to where, and how many rows of them. */
export function spansOf({ start, size, step, count }: Rows) {
  const each = Math.max(1, Math.floor((MAX_SPAN - size) / step) + 1);
  return Array.from({ length: Math.ceil(count / each) }, (_, at) => {
    const nRows = Math.min(each, count - at * each);
    const from = start + at * each * step;
    return { start: from, end: from + (nRows - 1) * step + size, nRows };
  });
}

/** Puts the rows of one such stretch behind each other, into `own` from a place on; gives the place behind them. */
export function putRows(own: Uint8Array, at: number, span: Uint8Array, { size, step }: Rows, nRows: number): number {
  for (let row = 0; row < nRows; row++) own.set(span.subarray(row * step, row * step + size), at + row * size);
  return at + nRows * size;
}

/** The columns as stored numbers with memory of their own. */
export function takenColumns({ of, rows, nBytes }: Columns, dims: readonly number[]): Stored {
  const own = new Uint8Array(nBytes);
  let at = 0;
  for (const { start, end, nRows } of spansOf(rows)) at = putRows(own, at, of.bytes(start, end), rows, nRows);
  return ownStored({ ...of, dims, nBytes, at: `${of.at} by ${rows.size} of ${rows.step} from ${rows.start}` }, own);
}

/** Stored numbers with these bytes. */
export function ownStored({ made, dims, elementType, areVarints, nBytes, at }: Stored, own: Uint8Array): Stored {
  return { made, dims, elementType, areVarints, nBytes, at, bytes: (start, end) => own.subarray(start, end) };
}
