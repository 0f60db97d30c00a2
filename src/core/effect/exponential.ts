/** Parts that a power of two is cut into, each with its factor in a table. */
const N_PARTS = 256;
const PART = Math.LN2 / N_PARTS;
const PER_UNIT = N_PARTS / Math.LN2;
/** Within this the result is a normal number of double precision. */
const LIMIT = 708;
/** Makes every index at least 0; there are as many powers of two on either side of 1. */
const MIDDLE = 1023;
const START = MIDDLE * N_PARTS;

/** 2^(-part / N_PARTS). */
const PARTS = Float64Array.from({ length: N_PARTS }, (_, part) => 2 ** (-part / N_PARTS));
/** 2^(MIDDLE - whole). */
const WHOLES = Float64Array.from({ length: 2 * MIDDLE + 1 }, (_, whole) => 2 ** (MIDDLE - whole));

/**
 * e^x to 12 digits or more, about twice as fast as `Math.exp`: whole vocabularies go through it, hundreds of times over.
 * e^x = 2^(-n / 256) e^r with n whole and r so small that four powers of it suffice.
 */
export function fastExp(x: number): number {
  if (!(x >= -LIMIT && x <= LIMIT)) return Math.exp(x);
  const n = (START + 0.5 - x * PER_UNIT) | 0;
  const r = x + (n - START) * PART;
  // In this order the processor works at several parts at once.
  const power = 1 + r + r * r * (1 / 2 + r * (1 / 6) + r * r * (1 / 24));
  return PARTS[n & (N_PARTS - 1)]! * WHOLES[n >> 8]! * power;
}
