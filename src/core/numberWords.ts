/** A number with two decimals and a true minus sign; never "-0.00". Not-a-number, where there is nothing to measure, is a dash. */
export function twoDecimals(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(2);
  return value < 0 && text !== '0.00' ? `−${text}` : text;
}

/** 0.431 -> "43 %" */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A number of things: "1 token", "2 tokens". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A probability with two digits also where it is small: "43 %", "4.3 %", "0.043 %"; below a hundred-thousandth "< 0.001 %". */
export function probabilityPercent(probability: number): string {
  const share = 100 * probability;
  if (share < 0.001) return '< 0.001 %';
  return `${share >= 9.95 ? Math.round(share) : Number(share.toPrecision(2))} %`;
}
