// Arithmetic of rows in double precision, for a network that shares no code with what it is there to test.

export type Row = Float64Array;

export function layerNorm(row: Row, gamma: Row, beta: Row, epsilon: number): Row {
  const [middle, sigma] = [average1(row), Math.sqrt(variance(row) + epsilon)];
  return row.map((one, c) => ((one - middle) / sigma) * gamma[c]! + beta[c]!);
}

export function average1(row: Row): number {
  return row.reduce((sum, one) => sum + one, 0) / row.length;
}

export function variance(row: Row): number {
  const middle = average1(row);
  return row.reduce((sum, one) => sum + (one - middle) ** 2, 0) / row.length;
}

export function mean(rows: readonly Row[]): Row {
  const sum = new Float64Array(rows[0]!.length);
  for (const row of rows) for (let c = 0; c < row.length; c++) sum[c]! += row[c]!;
  return sum.map((one) => one / rows.length);
}

export function softmax(scores: Row): Row {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((all, one) => all + one, 0);
  return powers.map((one) => one / sum);
}

export function dot(a: Row, b: Row): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += a[c]! * b[c]!;
  return sum;
}

export function plus(a: Row, b: Row): Row {
  return a.map((one, c) => one + b[c]!);
}

/** Shapes: row [n], matrix [n][m] -> [m]. */
export function times(row: Row, matrix: readonly Row[]): Row {
  const product = new Float64Array(matrix[0]!.length);
  for (let i = 0; i < row.length; i++) for (let c = 0; c < product.length; c++) product[c]! += row[i]! * matrix[i]![c]!;
  return product;
}

const known = new WeakMap<readonly Row[], readonly Row[]>();

export function turned(rows: readonly Row[]): readonly Row[] {
  const before = known.get(rows);
  if (before !== undefined) return before;
  const columns = Array.from({ length: rows[0]!.length }, (_, c) => Float64Array.from(rows, (row) => row[c]!));
  known.set(rows, columns);
  return columns;
}

/** x Phi(x). */
export function gelu(x: number): number {
  return 0.5 * x * (1 + erf(x / Math.SQRT2));
}

/** By its series, and for large numbers by the continued fraction of what is missing to 1. */
export function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (x > 6) return 1;
  if (x < 2.5) {
    let [term, sum] = [x, x];
    for (let n = 1; Math.abs(term) > 1e-18; n++) {
      term *= -(x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let tail = 0;
  for (let n = 60; n > 0; n--) tail = n / 2 / (x + tail);
  return 1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + tail);
}
