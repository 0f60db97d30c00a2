let table: Float32Array | null = null;

/** All numbers of half precision, by their 16 bits: computing each anew takes most of the time of reading a file. Shape: [65536]. */
export function halves(): Float32Array {
  table ??= Float32Array.from({ length: 65_536 }, (_, bits) => halfToNumber(bits));
  return table;
}

/** IEEE 754 binary16: 1 bit sign, 5 bits exponent, 10 bits fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction > 0 ? NaN : sign * Infinity;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The numbers that halves stand for, by their bits. Shape: bits [n] -> [n]. */
export function fromHalves(bits: Uint16Array): Float32Array {
  const known = halves();
  const numbers = new Float32Array(bits.length);
  for (let at = 0; at < bits.length; at++) numbers[at] = known[bits[at]!]!;
  return numbers;
}
