import { twoDecimals } from '../../core/numberWords.ts';

/** A change with its sign, two decimals and a true minus: "+0.19", "−0.31", "0.00"; a dash where there is none. */
export function signedDecimals(value: number): string {
  const text = twoDecimals(value);
  return value > 0 && text !== '0.00' ? `+${text}` : text;
}

/** A number with four decimals, as effects of single heads need in a column of their own: "0.0004", "−1.2000". */
export function fourDecimals(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(4);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The same with a plus. */
export function signedFourDecimals(value: number): string {
  const text = fourDecimals(value);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A small number that two decimals would make 0: three significant digits, "0.00041"; tiny ones by powers, "3.1e−7". */
export function preciseNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size < 1e-5 ? size.toExponential(1) : size < 0.1 ? String(Number(size.toPrecision(2))) : size.toFixed(2);
  return `${value < 0 ? '−' : ''}${text.replace('e-', 'e−')}`;
}

/** The same with a plus: for a change too small for two decimals. */
export function preciseChange(value: number): string {
  return value > 0 ? `+${preciseNumber(value)}` : preciseNumber(value);
}
