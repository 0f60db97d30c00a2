/** Parts that a power of two is cut into, each with its factor in a table: so many that three powers of the rest suffice. */
const N_PARTS = 1024;
const PART = Math.LN2 / N_PARTS;
const PER_UNIT = N_PARTS / Math.LN2;
/** Makes every index at least 0; there are as many powers of two on either side of 1. */
const MIDDLE = 1023;
const START = MIDDLE * N_PARTS;

/** Within this on either side of 0, e^x is a normal number of double precision. */
export const EXP_LIMIT = 708;

/** 2^(-part / N_PARTS). */
const PARTS = Float64Array.from({ length: N_PARTS }, (_, part) => 2 ** (-part / N_PARTS));
/** 2^(MIDDLE - whole). */
const WHOLES = Float64Array.from({ length: 2 * MIDDLE + 1 }, (_, whole) => 2 ** (MIDDLE - whole));

/** e^x to 12 digits or more, about three times as fast as `Math.exp`: whole vocabularies go through it, hundreds of times over. */
export function fastExp(x: number): number {
  return x >= -EXP_LIMIT && x <= EXP_LIMIT ? expWithin(x) : Math.exp(x);
}

/**
 * The same for x from -EXP_LIMIT to EXP_LIMIT, without a look at x; beyond it the result is wrong.
 * e^x = 2^(-n / 1024) e^r with n whole and r at most 0.00034.
 */
export function expWithin(x: number): number {
  const n = (START + 0.5 - x * PER_UNIT) | 0;
  const r = x + (n - START) * PART;
  return PARTS[n & (N_PARTS - 1)]! * WHOLES[n >> 10]! * (1 + r + r * r * (1 / 2 + r * (1 / 6)));
}
