/** Element types of ONNX tensors at the place of their number in TensorProto.DataType, with bits per element. */
const TYPES = [
  ['undefined', 0],
  ['float32', 32],
  ['uint8', 8],
  ['int8', 8],
  ['uint16', 16],
  ['int16', 16],
  ['int32', 32],
  ['int64', 64],
  ['string', 0],
  ['bool', 8],
  ['float16', 16],
  ['float64', 64],
  ['uint32', 32],
  ['uint64', 64],
  ['complex64', 64],
  ['complex128', 128],
  ['bfloat16', 16],
  ['float8e4m3fn', 8],
  ['float8e4m3fnuz', 8],
  ['float8e5m2', 8],
  ['float8e5m2fnuz', 8],
  ['uint4', 4],
  ['int4', 4],
  ['float4e2m1', 4],
  ['float8e8m0', 8],
  ['uint2', 2],
  ['int2', 2],
] as const;

export type ElementType = (typeof TYPES)[number][0];

const BITS = new Map<ElementType, number>(TYPES);

/** The element type of a number of TensorProto.DataType; `undefined` for a number this program does not know. */
export function elementTypeOf(code: number): ElementType {
  return TYPES[code]?.[0] ?? 'undefined';
}

/** Bits that one element takes in a file; 0 where that varies. */
export function bitsOf(type: ElementType): number {
  return BITS.get(type) ?? 0;
}

/** Whether numbers of a type have 16 bits or fewer, so that those below 6e-8 are 0; null for a type that is not told. */
export function isHalfType(type: ElementType): boolean | null {
  return type === 'undefined' ? null : type !== 'float32' && type !== 'float64';
}

/** Half precision on the way takes digits wherever it is; what is not told may be. */
export function anyHalf(all: readonly (boolean | null)[]): boolean | null {
  if (all.includes(true)) return true;
  return all.includes(null) ? null : false;
}

/** True for the types in which weights are kept as plain numbers. */
export function isFloat(type: ElementType): boolean {
  return type.startsWith('float') || type === 'bfloat16';
}
