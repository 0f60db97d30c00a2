import { fromHalves } from '../../core/files/halves.ts';
import type { ElementType } from './elementTypes.ts';
import { bytesField, ProtoReader } from './protobuf.ts';

/** Numbers as a file stores them: little-endian, or one varint each. */
type StoredNumbers = {
  readonly elementType: ElementType;
  readonly nElements: number;
  readonly areVarints: boolean;
  readonly bytes: Uint8Array;
};

type View = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, at: number, length: number): ArrayLike<number>;
};

/** Whole numbers of bytes, which lie as typed arrays have them: every machine a browser runs on is little-endian. */
const VIEWS: Partial<Record<ElementType, View>> = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
};

/** The width in bits of types that share bytes, lowest bits first; below zero for signed ones. */
const PACKED: Partial<Record<ElementType, number>> = { uint4: 4, int4: -4, uint2: 2, int2: -2 };

/**
 * Stored numbers as float32, in the order of the file; null for a type or a length that is not known.
 * Throws AppError 'not-onnx' for damaged varints.
 */
export function toNumbers({ elementType, nElements, areVarints, bytes }: StoredNumbers): Float32Array | null {
  if (areVarints) return fromVarints(bytes, elementType, nElements);
  const packed = PACKED[elementType];
  if (packed !== undefined) return unpackBits(bytes, nElements, Math.abs(packed), packed < 0);
  if (elementType === 'float16' || elementType === 'bfloat16') {
    const bits = viewOf(Uint16Array, bytes, nElements);
    return bits && (elementType === 'float16' ? fromHalves(bits) : fromBfloat16(bits));
  }
  if (elementType === 'int64') {
    const integers = viewOf(BigInt64Array, bytes, nElements);
    return integers && Float32Array.from(integers, Number);
  }
  const View = VIEWS[elementType];
  const numbers = View === undefined ? null : viewOf(View, bytes, nElements);
  return numbers && new Float32Array(numbers);
}

/** Numbers where they lie, or of a copy where they lie across the steps of their type; null for too few bytes. */
function viewOf<Numbers>(
  View: { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBufferLike, at: number, length: number): Numbers },
  bytes: Uint8Array,
  nElements: number,
): Numbers | null {
  const width = View.BYTES_PER_ELEMENT;
  if (bytes.length < nElements * width) return null;
  // Not `slice`, which makes no copy of a Buffer of Node.
  const placed = bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes.subarray(0, nElements * width));
  return new View(placed.buffer, placed.byteOffset, nElements);
}

/** Numbers of a few bits each, the lowest bits of a byte first; in two's complement if they are signed. */
export function unpackBits(bytes: Uint8Array, nElements: number, bits: number, isSigned: boolean): Float32Array | null {
  const perByte = 8 / bits;
  if (bytes.length * perByte < nElements) return null;
  const [mask, half] = [2 ** bits - 1, isSigned ? 2 ** (bits - 1) : Infinity];
  const numbers = new Float32Array(nElements);
  let at = 0;
  for (let byte = 0; at < nElements; byte++) {
    const packed = bytes[byte] ?? 0;
    for (let shift = 0; shift < 8 && at < nElements; shift += bits, at++) {
      const value = (packed >> shift) & mask;
      numbers[at] = value >= half ? value - 2 * half : value;
    }
  }
  return numbers;
}

/** The upper half of a float32. */
function fromBfloat16(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let at = 0; at < bits.length; at++) wide[at] = (bits[at] ?? 0) << 16;
  return new Float32Array(wide.buffer);
}

/** Half floats come as their bits, integers as themselves. */
function fromVarints(bytes: Uint8Array, elementType: ElementType, nElements: number): Float32Array | null {
  const values: number[] = [];
  const reader = ProtoReader.overFile(bytesField(1, bytes));
  if (reader.next()) reader.ints((value) => values.push(value));
  if (values.length !== nElements) return null;
  if (elementType === 'float16') return fromHalves(Uint16Array.from(values));
  if (elementType === 'bfloat16') return fromBfloat16(Uint16Array.from(values));
  return /^u?int(8|16|32|64)$/.test(elementType) ? Float32Array.from(values) : null;
}
