import { AppError } from '../../core/errors.ts';
import { fromHalves } from '../../core/files/halves.ts';

/** What this module needs of a runtime tensor. */
type RawTensor = { readonly type: string; readonly data: unknown };

/**
 * The numbers of a float tensor as float32; a float32 tensor gives its own memory, not a copy.
 * float16 comes as Float16Array where the engine has one, else as raw bits in a Uint16Array.
 * Throws AppError 'unsupported-graph' for other element types.
 */
export function toFloat32({ type, data }: RawTensor): Float32Array {
  if (data instanceof Float32Array) return data;
  if (data instanceof Uint16Array) return fromHalves(data);
  if (type === 'float16' && isArray(data)) return Float32Array.from(data);
  throw new AppError('unsupported-graph', `expected floats from the model, got ${type}`);
}

/** A Float16Array among others, which ES2023's types do not name. */
function isArray(data: unknown): data is ArrayLike<number> {
  return ArrayBuffer.isView(data) && !(data instanceof DataView);
}

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/** The 16 bits of the half-precision number nearest to a number; ties go to the even one, what is too large to infinity. */
export function toHalfBits(value: number): number {
  FLOAT[0] = value;
  const bits = BITS[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  // From halfway between 65504, the largest, and the next power of two on.
  if (size >= 0x477ff000) return sign | 0x7c00;
  // Below 2^-14 the steps are even: 2^-24 each.
  if (size < 0x38800000) return sign | roundToEven(Math.abs(FLOAT[0] ?? 0) * 2 ** 24);
  return sign | roundToEven((size - 0x38000000) / 8192);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
