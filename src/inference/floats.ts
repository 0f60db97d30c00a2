import { AppError } from '../core/errors.ts';

/** What this module needs of a runtime tensor. */
export type RawTensor = { readonly type: string; readonly data: unknown };

/**
 * The numbers of a float tensor as float32; a float32 tensor gives its own memory, not a copy.
 * float16 comes as Float16Array where the engine has one, else as raw bits in a Uint16Array.
 * Throws AppError 'unsupported-graph' for other element types.
 */
export function toFloat32({ type, data }: RawTensor): Float32Array {
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array) return Float32Array.from(data, halfToNumber);
  if (type === 'float16' && isArray(data)) return Float32Array.from(data);
  throw new AppError('unsupported-graph', `expected floats from the model, got ${type}`);
}

/** A Float16Array among others, which ES2023's types do not name. */
function isArray(data: unknown): data is ArrayLike<number> {
  return ArrayBuffer.isView(data) && !(data instanceof DataView);
}

/** The number that 16 bits of IEEE 754 half precision stand for. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
