import { toFloat32 } from '../runtime/floats.ts';
import type { ElementType } from './elementTypes.ts';
import { bytesField, ProtoReader } from './protobuf.ts';

/** Numbers as a file stores them: little-endian, or one varint each. */
export type StoredNumbers = {
  readonly elementType: ElementType;
  readonly nElements: number;
  readonly areVarints: boolean;
  readonly bytes: Uint8Array;
};

type Read = (view: DataView, at: number) => number;

/** Whole numbers of bytes. */
const READERS: Partial<Record<ElementType, { readonly width: number; readonly read: Read }>> = {
  float32: { width: 4, read: (view, at) => view.getFloat32(at, true) },
  float64: { width: 8, read: (view, at) => view.getFloat64(at, true) },
  int8: { width: 1, read: (view, at) => view.getInt8(at) },
  uint8: { width: 1, read: (view, at) => view.getUint8(at) },
  int16: { width: 2, read: (view, at) => view.getInt16(at, true) },
  uint16: { width: 2, read: (view, at) => view.getUint16(at, true) },
  int32: { width: 4, read: (view, at) => view.getInt32(at, true) },
  uint32: { width: 4, read: (view, at) => view.getUint32(at, true) },
  int64: { width: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
};

/** The width in bits of types that share bytes, lowest bits first; below zero for signed ones. */
const PACKED: Partial<Record<ElementType, number>> = { uint4: 4, int4: -4, uint2: 2, int2: -2 };

/**
 * Stored numbers as float32, in the order of the file; null for a type or a length that is not known.
 * Throws AppError 'not-onnx' for damaged varints.
 */
export function toNumbers({ elementType, nElements, areVarints, bytes }: StoredNumbers): Float32Array | null {
  if (areVarints) return fromVarints(bytes, elementType, nElements);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const packed = PACKED[elementType];
  if (packed !== undefined) return unpackBits(bytes, nElements, Math.abs(packed), packed < 0);
  if (elementType === 'float16' || elementType === 'bfloat16') {
    if (bytes.length < nElements * 2) return null;
    const bits = Uint16Array.from({ length: nElements }, (_, i) => view.getUint16(i * 2, true));
    return elementType === 'float16' ? toFloat32({ type: 'float16', data: bits }) : fromBfloat16(bits);
  }
  const reader = READERS[elementType];
  if (reader === undefined || bytes.length < nElements * reader.width) return null;
  return Float32Array.from({ length: nElements }, (_, i) => reader.read(view, i * reader.width));
}

/** Numbers of a few bits each, the lowest bits of a byte first; in two's complement if they are signed. */
export function unpackBits(bytes: Uint8Array, nElements: number, bits: number, isSigned: boolean): Float32Array | null {
  const perByte = 8 / bits;
  if (bytes.length * perByte < nElements) return null;
  const half = 2 ** (bits - 1);
  return Float32Array.from({ length: nElements }, (_, i) => {
    const byte = bytes[Math.floor(i / perByte)] ?? 0;
    const value = (byte >> ((i % perByte) * bits)) & (2 * half - 1);
    return isSigned && value >= half ? value - 2 * half : value;
  });
}

/** The upper half of a float32. */
function fromBfloat16(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (each) => each * 2 ** 16).buffer);
}

/** Half floats come as their bits, integers as themselves. */
function fromVarints(bytes: Uint8Array, elementType: ElementType, nElements: number): Float32Array | null {
  const values: number[] = [];
  const reader = ProtoReader.overFile(bytesField(1, bytes));
  if (reader.next()) reader.ints((value) => values.push(value));
  if (values.length !== nElements) return null;
  if (elementType === 'float16') return toFloat32({ type: 'float16', data: Uint16Array.from(values) });
  if (elementType === 'bfloat16') return fromBfloat16(Uint16Array.from(values));
  return /^u?int(8|16|32|64)$/.test(elementType) ? Float32Array.from(values) : null;
}
