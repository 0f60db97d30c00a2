/** A number with four decimals, as effects of single heads need in a column of their own: "0.0004", "−1.2000". */
export function fourDecimals(value: number): string {
  return fixed(value, 4);
}

/** The same with a plus. */
export function signedFourDecimals(value: number): string {
  const text = fourDecimals(value);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Two decimals, or as many as show two digits of a smaller number: "0.10", "0.00041"; tiny ones by powers, "3.1e−7". */
export function preciseNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size < 1e-5 ? size.toExponential(1) : size.toFixed(decimalsOf(size));
  return `${value < 0 ? '−' : ''}${text.replace('e-', 'e−')}`;
}

/** Decimals that show two digits of a positive number, less zeros at the end, but never fewer than 2. */
function decimalsOf(size: number): number {
  const [digits = '', power] = size.toExponential(1).split('e');
  return Math.max(2, (digits.endsWith('0') ? 0 : 1) - Number(power));
}

/** The same with a plus: for a change too small for two decimals. */
export function preciseChange(value: number): string {
  return value > 0 ? `+${preciseNumber(value)}` : preciseNumber(value);
}

/** The end of an axis, short: "−59", "13.1", "0.41"; it need not be exact, since what is read off stands beside it. */
export function axisNumber(value: number): string {
  const size = Math.abs(value);
  return size >= 10 ? fixed(value, size >= 100 ? 0 : 1) : preciseNumber(value);
}

/** More decimals than these are not shown of numbers that stand side by side. */
const MOST = 4;

/** Numbers side by side with the same decimals, two to four, so that they compare at a glance: "0.0040", "0.8400". */
export function alignedNumbers(values: readonly number[]): readonly string[] {
  const sizes = values.map(Math.abs).filter((size) => size > 0 && Number.isFinite(size));
  // Where four decimals show nothing of any of them, each shows itself.
  if (sizes.length > 0 && Math.max(...sizes) < 10 ** -MOST / 2) return values.map(preciseNumber);
  const decimals = sizes.length === 0 ? 2 : Math.min(MOST, decimalsOf(Math.min(...sizes)));
  return values.map((value) => fixed(value, decimals));
}

/** The same with a plus. */
export function alignedChanges(values: readonly number[]): readonly string[] {
  return alignedNumbers(values).map((text, at) => ((values[at] ?? 0) > 0 && /[1-9]/.test(text) ? `+${text}` : text));
}

/**
 * A number before and after with its change, all with the same decimals, so many that a change shows in both or in neither:
 * "4.33 → 4.52" and "+0.19", but "4.3251 → 4.3249" and "−0.0002". A change that four decimals do not show is none.
 */
export function beforeAfter(
  before: number,
  after: number,
): { readonly before: string; readonly after: string; readonly change: string } {
  const at = (decimals: number) => {
    const [from, to, by] = [fixed(before, decimals), fixed(after, decimals), fixed(after - before, decimals)];
    const shows = Number(by.replace('−', '-')) !== 0;
    return { before: from, after: to, change: shows && after > before ? `+${by}` : by, shows, differs: from !== to };
  };
  const all = [2, 3, MOST].map(at);
  const {
    before: from,
    after: to,
    change,
  } = all.find(({ shows, differs }) => shows && differs) ??
  all.find(({ shows, differs }) => shows === differs) ??
  at(MOST);
  return { before: from, after: to, change };
}

export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
