import { bitsOf, elementTypeOf } from './elementTypes.ts';
import type { ElementType } from './elementTypes.ts';
import type { ProtoReader } from './protobuf.ts';

/** What a file says of a stored tensor; `data` is a view on the file, or null where the numbers are elsewhere. */
export type TensorInfo = {
  readonly name: string;
  readonly dims: readonly number[];
  readonly elementType: ElementType;
  readonly nElements: number;
  /** Bytes that the numbers take, wherever they are stored. */
  readonly nBytes: number;
  /** Raw numbers, little-endian; or, for bool and small integers in a typed field, one byte each. */
  readonly data: Uint8Array | null;
  /** True if `data` holds one varint for each number (field `int32_data`), negative ones in ten bytes. */
  readonly areVarints: boolean;
  /** Where the numbers lie, if not in this file; `length` null for the rest of that file. */
  readonly external: { readonly path: string; readonly offset: number; readonly length: number | null } | null;
};

/** Reads a TensorProto. Numbers in a typed field are kept only where one byte holds each. */
export function readTensor(reader: ProtoReader): TensorInfo {
  let name = '';
  let elementType: ElementType = 'undefined';
  const dims: number[] = [];
  let raw: Uint8Array | null = null;
  let typed: Uint8Array | null = null;
  let areVarints = false;
  const place = new Map<string, string>();
  while (reader.next()) {
    if (reader.field === 1) reader.ints((dim) => dims.push(dim));
    else if (reader.field === 2) elementType = elementTypeOf(reader.int());
    else if (reader.field === 8) name = reader.text();
    else if (reader.field === 9) raw = reader.bytes();
    else if (reader.field === 13) readEntry(reader.message(), place);
    else if ((reader.field === 4 || reader.field === 5 || reader.field === 7) && reader.wire === 2) {
      areVarints = reader.field !== 4;
      typed = reader.bytes();
    } else reader.skip();
  }
  const nElements = dims.reduce((product, dim) => product * dim, 1);
  const nBytes = Math.ceil((nElements * bitsOf(elementType)) / 8);
  const path = place.get('location');
  const length = place.get('length');
  return {
    name,
    dims,
    elementType,
    nElements,
    nBytes,
    data: raw ?? typed,
    areVarints: raw === null && areVarints,
    external:
      path === undefined
        ? null
        : { path, offset: Number(place.get('offset') ?? 0), length: length === undefined ? null : Number(length) },
  };
}

/** StringStringEntryProto: key = 1, value = 2. */
function readEntry(reader: ProtoReader, entries: Map<string, string>): void {
  let key = '';
  let value = '';
  while (reader.next()) {
    if (reader.field === 1) key = reader.text();
    else if (reader.field === 2) value = reader.text();
    else reader.skip();
  }
  entries.set(key, value);
}

/**
 * One element of a stored tensor, good for comparing: float16 comes as its bits.
 * Null if the file does not hold it, or holds it in a form that cannot be indexed.
 */
export function elementAt(tensor: TensorInfo, index: number): number | null {
  const { data, nElements } = tensor;
  if (data === null || index < 0 || index >= nElements) return null;
  const width = data.length / nElements;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (width === 1) return view.getUint8(index);
  if (width === 2) return view.getUint16(index * 2, true);
  if (width === 4 && tensor.elementType === 'float32') return view.getFloat32(index * 4, true);
  if (width === 4) return view.getInt32(index * 4, true);
  if (width === 8 && tensor.elementType === 'float64') return view.getFloat64(index * 8, true);
  if (width === 8) return Number(view.getBigInt64(index * 8, true));
  return null;
}
