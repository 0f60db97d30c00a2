/** A number with two decimals and a true minus sign; never "-0.00". Not-a-number, where there is nothing to measure, is a dash. */
export function twoDecimals(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(2);
  return value < 0 && text !== '0.00' ? `−${text}` : text;
}

/** A change with its sign, two decimals and a true minus: "+0.19", "−0.31", "0.00"; a dash where there is none. */
export function signedDecimals(value: number): string {
  const text = twoDecimals(value);
  return value > 0 && text !== '0.00' ? `+${text}` : text;
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

/** More decimals of a percentage tell nothing of a model. */
const MOST_DECIMALS = 3;

/**
 * Two probabilities side by side with as many decimals each: those with which the larger has two digits and both differ, if they do.
 * "43 %", "4 %"; "0.006 %", "0.002 %"; what is nothing by so many decimals is "< 1 %" or "< 0.001 %".
 */
export function probabilityPair(before: number, after: number): readonly [before: string, after: string] {
  const [a, b] = [100 * before, 100 * after];
  const larger = Math.max(a, b);
  let decimals = larger >= 9.95 ? 0 : larger >= 0.995 ? 1 : larger >= 0.0995 ? 2 : MOST_DECIMALS;
  const hidesChange = (digits: number): boolean => a !== b && a.toFixed(digits) === b.toFixed(digits);
  while (decimals < MOST_DECIMALS && hidesChange(decimals)) decimals++;
  const words = (share: number): string => {
    const text = share.toFixed(decimals);
    return Number(text) === 0 ? `< ${(10 ** -decimals).toFixed(decimals)} %` : `${text} %`;
  };
  return [words(a), words(b)];
}
