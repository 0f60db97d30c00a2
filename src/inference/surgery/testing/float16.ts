/** Numbers as float16 bits: rounds to nearest, ties to even; only for test inputs (no NaN). */
export function toFloat16Bits(values: readonly number[]): Uint16Array {
  return Uint16Array.from(values, (value) => {
    const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
    const size = Math.abs(value);
    const exponent = Math.max(Math.floor(Math.log2(size)), -14);
    const steps = roundEven(size / 2 ** (exponent - 10));
    // Subnormals have exponent field 0; a carry out of the mantissa raises the exponent by itself.
    const bits = size < 2 ** -14 ? roundEven(size * 2 ** 24) : (exponent + 14) * 1024 + steps;
    return sign | Math.min(bits, 0x7c00);
  });
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

/** float16 bits as numbers. */
export function fromFloat16Bits(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const mantissa = half & 1023;
    if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1024 + mantissa) * 2 ** (exponent - 25);
  });
}
