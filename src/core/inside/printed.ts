/** A sum in print: signed digits with a true minus sign, all with the same number of decimals. */
type PrintedSum = { readonly parts: readonly string[]; readonly total: string; readonly decimals: number };

/** Decimals with which the largest of some numbers has four digits, 0 to 9; 2 where all are 0. */
export function decimalsFor(numbers: Iterable<number>): number {
  let largest = 0;
  for (const one of numbers) largest = Math.max(largest, Math.abs(one));
  if (largest === 0 || !Number.isFinite(largest)) return 2;
  return Math.max(0, Math.min(9, 3 - Math.floor(Math.log10(largest))));
}

/**
 * Prints parts and their sum so that what stands there adds up to the last digit. The sum is rounded; of the parts, each rounded as usual,
 * those nearest to the other side of their rounding give way by one unit, as many as are needed. So each stands for its part to less than one
 * unit of the last digit. Throws RangeError for a part that is not finite.
 */
export function printedSum(parts: ArrayLike<number>, decimals: number): PrintedSum {
  const unit = 10 ** decimals;
  const scaled = Array.from(parts, (part) => part * unit);
  const sum = scaled.reduce((all, one) => all + one, 0);
  if (!Number.isFinite(sum)) throw new RangeError(`invalid parts: their sum is ${sum}`);
  const total = Math.round(sum);
  const units = scaled.map((one) => Math.round(one));
  const missing = total - units.reduce((all, one) => all + one, 0);
  const step = Math.sign(missing);
  // How far each was rounded against the direction that is missing: the first of these give way.
  const rounded = scaled.map((one, at) => (one - units[at]!) * step);
  const order = rounded.map((_, at) => at).toSorted((a, b) => rounded[b]! - rounded[a]! || a - b);
  for (const at of order.slice(0, Math.abs(missing))) units[at]! += step;
  return { parts: units.map((one) => written(one, decimals)), total: written(total, decimals), decimals };
}

function written(units: number, decimals: number): string {
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
  return units < 0 ? `−${text}` : text;
}
