/** How far numbers lie apart. NaN where there is nothing to tell: all of it without numbers, the deviation with one. */
export type Spread = {
  readonly count: number;
  readonly least: number;
  readonly largest: number;
  /** Standard deviation of a sample: `sqrt(sum of (x - mean)^2 / (count - 1))`. */
  readonly deviation: number;
};

/** The spread of numbers, each counting alike; those that are not finite do not count. */
export function spreadOf(numbers: readonly number[]): Spread {
  const known = numbers.filter((one) => Number.isFinite(one));
  const count = known.length;
  if (count === 0) return { count, least: Number.NaN, largest: Number.NaN, deviation: Number.NaN };
  const mean = known.reduce((sum, one) => sum + one, 0) / count;
  const squares = known.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return {
    count,
    least: Math.min(...known),
    largest: Math.max(...known),
    deviation: count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1)),
  };
}
