import { columnsOf, ownStored, takenColumns } from './columns.ts';
import { partsOf } from './constants.ts';
import type { Constant } from './constants.ts';
import { toNumbers, unpackBits } from './storedNumbers.ts';

/** Numbers in row-major order. */
type Decoded = { readonly dims: readonly number[]; readonly data: Float32Array };

/** The same constant with memory of its own, as stored, so that the file around it can be let go; of columns of stored numbers only these. */
export function keepConstant(constant: Constant): Constant {
  if (constant.made === 'stored') {
    const bytes = constant.bytes();
    return ownStored(constant, constant.areCopies === true ? bytes : bytes.slice());
  }
  const columns = columnsOf(constant);
  if (columns !== null) return takenColumns(columns, constant.dims);
  if (constant.made === 'dequantised' || constant.made === 'blocks') {
    const zero = constant.zero && keepConstant(constant.zero);
    return { ...constant, of: keepConstant(constant.of), scale: keepConstant(constant.scale), zero };
  }
  const of = keepConstant(constant.of);
  if (constant.made === 'summed') return { ...constant, of, and: keepConstant(constant.and) };
  if (constant.made === 'product') return { ...constant, of, times: keepConstant(constant.times) };
  return { ...constant, of };
}

/** The bytes that a constant takes once it is kept. */
export function bytesOf(constant: Constant): number {
  if (constant.made === 'stored') return constant.nBytes;
  const columns = columnsOf(constant);
  if (columns !== null) return columns.nBytes;
  return partsOf(constant).reduce((sum, each) => sum + bytesOf(each), 0);
}

/**
 * The numbers of a constant; null for types that are not known, or too few bytes.
 * Throws AppError 'not-onnx' for damaged varints.
 */
export function decodeConstant(constant: Constant): Decoded | null {
  const { dims } = constant;
  const nElements = dims.reduce((product, dim) => product * dim, 1);
  if (constant.made === 'stored') {
    const data = toNumbers({ ...constant, nElements, bytes: constant.bytes() });
    return data && { dims, data };
  }
  if (constant.made === 'blocks') return decodeBlocks(constant, nElements);
  const of = decodeConstant(constant.of);
  if (of === null) return null;
  switch (constant.made) {
    case 'shaped':
      return { dims, data: of.data };
    case 'moved':
      return transposed(of, constant.perm);
    case 'cut':
      return { dims, data: cutOut(of, constant.axis, constant.start, dims[constant.axis] ?? 0) };
    case 'scaled':
      return { dims, data: of.data.map((value) => value * constant.by) };
    case 'dequantised':
      return dequantised(constant, of);
    case 'summed':
      return both(of, decodeConstant(constant.and), (a, b) => ({
        dims,
        data: a.data.map((one, i) => one + (b.data[i] ?? NaN)),
      }));
    case 'product':
      return both(of, decodeConstant(constant.times), matrixProduct);
  }
}

function both(a: Decoded, b: Decoded | null, make: (a: Decoded, b: Decoded) => Decoded): Decoded | null {
  return b === null ? null : make(a, b);
}

/** Shapes: [n, k] and [k, m] -> [n, m]. */
function matrixProduct(a: Decoded, b: Decoded): Decoded {
  const [n = 0, k = 0] = a.dims;
  const m = b.dims[1] ?? 0;
  const cell = (row: number, column: number): number => {
    let sum = 0;
    for (let at = 0; at < k; at++) sum += (a.data[row * k + at] ?? NaN) * (b.data[at * m + column] ?? NaN);
    return sum;
  };
  const data = Float32Array.from({ length: n * m }, (_, at) => cell(Math.floor(at / m), at % m));
  return { dims: [n, m], data };
}

/** An array with its axes in another order. */
export function transposed({ dims, data }: Decoded, perm: readonly number[]): Decoded {
  const strides = stridesOf(dims);
  const lengths = perm.map((axis) => dims[axis] ?? 0);
  const steps = perm.map((axis) => strides[axis] ?? 0);
  const out = new Float32Array(data.length);
  const place = lengths.map(() => 0);
  let from = 0;
  for (let at = 0; at < out.length; at++) {
    out[at] = data[from] ?? NaN;
    for (let axis = lengths.length - 1; axis >= 0; axis--) {
      const next = (place[axis] ?? 0) + 1;
      from += steps[axis] ?? 0;
      if (next < (lengths[axis] ?? 0)) {
        place[axis] = next;
        break;
      }
      from -= next * (steps[axis] ?? 0);
      place[axis] = 0;
    }
  }
  return { dims: lengths, data: out };
}

function cutOut({ dims, data }: Decoded, axis: number, start: number, length: number): Float32Array {
  const inner = stridesOf(dims)[axis] ?? 1;
  const whole = (dims[axis] ?? 1) * inner;
  const nOuter = data.length / whole;
  const out = new Float32Array(nOuter * length * inner);
  for (let outer = 0; outer < nOuter; outer++) {
    const from = outer * whole + start * inner;
    out.set(data.subarray(from, from + length * inner), outer * length * inner);
  }
  return out;
}

function dequantised(
  { axis, blockSize, ...made }: Extract<Constant, { made: 'dequantised' }>,
  { dims, data }: Decoded,
): Decoded | null {
  const scale = decodeConstant(made.scale);
  const zero = made.zero === null ? null : decodeConstant(made.zero);
  if (scale === null || (made.zero !== null && zero === null)) return null;
  const inner = stridesOf(dims)[axis] ?? 1;
  const length = dims[axis] ?? 1;
  const nBlocks = blockSize > 0 ? Math.ceil(length / blockSize) : 1;
  const one = scale.data.length === 1;
  const placeOf = (i: number): number => {
    if (one) return 0;
    const on = Math.floor(i / inner) % length;
    if (blockSize === 0) return on;
    return (Math.floor(i / inner / length) * nBlocks + Math.floor(on / blockSize)) * inner + (i % inner);
  };
  const out = data.map((value, i) => (value - (zero?.data[placeOf(i)] ?? 0)) * (scale.data[placeOf(i)] ?? NaN));
  return { dims, data: out };
}

/**
 * Rows of blocks: [N, blocks of a row, bytes of a block] -> [K, N]; a zero point is half of the range unless given.
 * Source: ContribOperators.md of ONNX Runtime, MatMulNBits.
 */
function decodeBlocks(made: Extract<Constant, { made: 'blocks' }>, nElements: number): Decoded | null {
  const [nRows = 0, nColumns = 0] = made.dims;
  const { bits, blockSize } = made;
  const nBlocks = Math.ceil(nRows / blockSize);
  const stored = made.of.made === 'stored' ? made.of.bytes() : null;
  const scale = decodeConstant(made.scale);
  const values = stored && unpackBits(stored, nColumns * nBlocks * blockSize, bits, false);
  const zeros = made.zero === null ? null : zerosOf(made.zero, bits, nColumns, nBlocks);
  if (values === null || scale === null || (made.zero !== null && zeros === null)) return null;
  const out = new Float32Array(nElements);
  for (let column = 0; column < nColumns; column++) {
    for (let row = 0; row < nRows; row++) {
      const block = column * nBlocks + Math.floor(row / blockSize);
      const value = values[column * nBlocks * blockSize + row] ?? NaN;
      out[row * nColumns + column] = (value - (zeros?.[block] ?? 2 ** (bits - 1))) * (scale.data[block] ?? NaN);
    }
  }
  return { dims: made.dims, data: out };
}

/** One for each block, packed like the weights, each row of them from a byte of its own; or plain numbers. */
function zerosOf(zero: Constant, bits: number, nColumns: number, nBlocks: number): Float32Array | null {
  if (zero.made !== 'stored') return null;
  if (zero.elementType !== 'uint8') return decodeConstant(zero)?.data ?? null;
  const perRow = Math.ceil((nBlocks * bits) / 8);
  const bytes = zero.bytes();
  const out = new Float32Array(nColumns * nBlocks);
  for (let column = 0; column < nColumns; column++) {
    const row = unpackBits(bytes.subarray(column * perRow, (column + 1) * perRow), nBlocks, bits, false);
    if (row === null) return null;
    out.set(row, column * nBlocks);
  }
  return out;
}

function stridesOf(dims: readonly number[]): readonly number[] {
  return dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, 1));
}
