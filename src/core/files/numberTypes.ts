import { makeDoubles, makeFloats, viewOf } from './arrays.ts';
import type { Numbers } from './arrays.ts';
import { halves } from './halves.ts';

/** How one element of a type is read. */
type Reader = (view: DataView, at: number, isLittle: boolean) => number;

/** A type of numbers in files: bytes of an element, whether it needs float64, and its reader. */
export type NumberType = { readonly size: number; readonly isWide: boolean; readonly read: Reader };

const numberOf = (size: number, read: Reader, isWide = size === 8): NumberType => ({ size, isWide, read });

/** Keys are numpy's letter and size; `bf` is the upper half of a float32, which numpy has no letter for. */
export const NUMBER_TYPES = {
  f2: numberOf(2, (view, at, isLittle) => halves()[view.getUint16(at, isLittle)]!),
  f4: numberOf(4, (view, at, isLittle) => view.getFloat32(at, isLittle)),
  f8: numberOf(8, (view, at, isLittle) => view.getFloat64(at, isLittle)),
  bf: numberOf(2, (view, at, isLittle) => bfloatToNumber(view.getUint16(at, isLittle))),
  b1: numberOf(1, (view, at) => view.getUint8(at)),
  u1: numberOf(1, (view, at) => view.getUint8(at)),
  i1: numberOf(1, (view, at) => view.getInt8(at)),
  u2: numberOf(2, (view, at, isLittle) => view.getUint16(at, isLittle)),
  i2: numberOf(2, (view, at, isLittle) => view.getInt16(at, isLittle)),
  u4: numberOf(4, (view, at, isLittle) => view.getUint32(at, isLittle), true),
  i4: numberOf(4, (view, at, isLittle) => view.getInt32(at, isLittle), true),
  u8: numberOf(8, (view, at, isLittle) => Number(view.getBigUint64(at, isLittle))),
  i8: numberOf(8, (view, at, isLittle) => Number(view.getBigInt64(at, isLittle))),
} as const satisfies Record<string, NumberType>;

/** The type of that name, or null. */
export function numberType(name: string): NumberType | null {
  const types: Readonly<Record<string, NumberType>> = NUMBER_TYPES;
  return Object.hasOwn(types, name) ? (types[name] ?? null) : null;
}

/** The numbers that bytes stand for, from `start` to before `end`, in the order of the bytes. Throws AppError 'out-of-memory'. */
export function decodeNumbers(
  bytes: Uint8Array,
  type: NumberType,
  isLittle: boolean,
  start = 0,
  end = bytes.length / type.size,
): Numbers {
  const { size, isWide, read } = type;
  const view = viewOf(bytes);
  const numbers = isWide ? makeDoubles(end - start) : makeFloats(end - start);
  for (let i = 0; i < numbers.length; i++) numbers[i] = read(view, (start + i) * size, isLittle);
  return numbers;
}

const SCRATCH = new DataView(new ArrayBuffer(4));

function bfloatToNumber(bits: number): number {
  SCRATCH.setUint32(0, bits * 0x10000);
  return SCRATCH.getFloat32(0);
}
