/** Eigenvalues of a real matrix, in no order. Shapes: [n] each. */
type Eigenvalues = { readonly re: Float64Array; readonly im: Float64Array };

/** A square matrix of complex numbers, row by row. */
type Complex = { readonly n: number; readonly re: Float64Array; readonly im: Float64Array };

/** Beside a largest number of 1 this is nothing, and what is divided by it would have no digits left. */
const NOTHING = 1e-100;

/** Steps that one eigenvalue may take; a handful is usual. */
const MAX_STEPS = 300;

/**
 * The eigenvalues of a square matrix that need not be symmetric: it is brought to the form of Hessenberg, then steps of QR with Wilkinson's
 * shift let the last row fall away, one eigenvalue after another. In complex numbers, so that pairs need no case of their own.
 * Shape: matrix [n, n]. Throws RangeError for another shape, for what is not finite, and for steps without end.
 */
export function eigenvaluesOf(matrix: Float64Array, n: number): Eigenvalues {
  if (matrix.length !== n * n || !matrix.every(Number.isFinite))
    throw new RangeError(`invalid matrix: ${matrix.length} finite numbers are wanted as ${n} x ${n}`);
  const found = { re: new Float64Array(n), im: new Float64Array(n) };
  const largest = matrix.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  if (largest === 0) return found;
  const scaled = matrix.map((one) => one / largest);
  const h: Complex = { n, re: hessenberg(scaled, n), im: new Float64Array(n * n) };
  let last = n - 1;
  for (let steps = 0; last >= 0; steps++) {
    if (steps > MAX_STEPS) throw new RangeError('invalid matrix: its eigenvalues do not settle');
    const first = startOfBlock(h, last);
    if (first === last) {
      found.re[last] = largest * h.re[last * n + last]!;
      found.im[last] = largest * h.im[last * n + last]!;
      last -= 1;
      steps = 0;
    } else stepOf(h, first, last, shiftOf(h, last, steps));
  }
  return found;
}

/** The same eigenvalues with zeros below the first diagonal under the main one: reflections from both sides, column by column. */
function hessenberg(matrix: Float64Array, n: number): Float64Array {
  const h = matrix.slice();
  for (let column = 0; column + 2 < n; column++) {
    const v = new Float64Array(n);
    let square = 0;
    for (let row = column + 1; row < n; row++) {
      v[row] = h[row * n + column]!;
      square += v[row]! ** 2;
    }
    const head = v[column + 1]!;
    v[column + 1] = head + (head < 0 ? -1 : 1) * Math.sqrt(square);
    const length = square - head ** 2 + v[column + 1]! ** 2;
    if (length < NOTHING ** 2) continue;
    for (let at = 0; at < n; at++) {
      let sum = 0;
      for (let row = column + 1; row < n; row++) sum += v[row]! * h[row * n + at]!;
      for (let row = column + 1; row < n; row++) h[row * n + at]! -= ((2 * sum) / length) * v[row]!;
    }
    for (let row = 0; row < n; row++) {
      let sum = 0;
      for (let at = column + 1; at < n; at++) sum += v[at]! * h[row * n + at]!;
      for (let at = column + 1; at < n; at++) h[row * n + at]! -= ((2 * sum) / length) * v[at]!;
    }
  }
  return h;
}

/** Where the block that ends in a row begins: above it the number under the diagonal is nothing beside the largest, which is 1, and is made so. */
function startOfBlock({ n, re, im }: Complex, last: number): number {
  for (let row = last; row > 0; row--) {
    const [at, up] = [row * n + row, (row - 1) * n + row - 1];
    const beside = Math.hypot(re[at]!, im[at]!) + Math.hypot(re[up]!, im[up]!);
    if (Math.hypot(re[at - 1]!, im[at - 1]!) <= Number.EPSILON * Math.max(1, beside)) {
      re[at - 1] = 0;
      im[at - 1] = 0;
      return row;
    }
  }
  return 0;
}

/** The eigenvalue of the last two rows that lies nearer to the last number; now and then another, since a shift can go round in circles. */
function shiftOf({ n, re, im }: Complex, last: number, steps: number): readonly [re: number, im: number] {
  const [d, b] = [last * n + last, (last - 1) * n + last];
  const [a, c] = [b - 1, d - 1];
  if (steps % 11 === 10) return [re[d]! + Math.hypot(re[c]!, im[c]!), im[d]!];
  // (a - d) / 2, and the root of its square + bc.
  const [halfRe, halfIm] = [(re[a]! - re[d]!) / 2, (im[a]! - im[d]!) / 2];
  const squareRe = halfRe ** 2 - halfIm ** 2 + re[b]! * re[c]! - im[b]! * im[c]!;
  const squareIm = 2 * halfRe * halfIm + re[b]! * im[c]! + im[b]! * re[c]!;
  const size = Math.hypot(squareRe, squareIm);
  const rootRe = Math.sqrt(Math.max(0, (size + squareRe) / 2));
  const rootIm = (squareIm < 0 ? -1 : 1) * Math.sqrt(Math.max(0, (size - squareRe) / 2));
  const sign = halfRe * rootRe + halfIm * rootIm > 0 ? -1 : 1;
  return [re[d]! + halfRe + sign * rootRe, im[d]! + halfIm + sign * rootIm];
}

/** One step: H - shift = QR by rotations, then RQ + shift, in the rows and columns of one block. */
function stepOf(
  { n, re, im }: Complex,
  first: number,
  last: number,
  [shiftRe, shiftIm]: readonly [number, number],
): void {
  const shifted = (sign: number): void => {
    for (let row = first; row <= last; row++) {
      re[row * n + row]! += sign * shiftRe;
      im[row * n + row]! += sign * shiftIm;
    }
  };
  shifted(-1);
  const turns: Float64Array[] = [];
  for (let row = first; row < last; row++) {
    const [a, b] = [row * n + row, (row + 1) * n + row];
    const length = Math.hypot(re[a]!, im[a]!, re[b]!, im[b]!);
    const turn =
      length < NOTHING
        ? Float64Array.of(1, 0, 0, 0)
        : Float64Array.of(re[a]! / length, im[a]! / length, re[b]! / length, im[b]! / length);
    const [cRe, cIm, sRe, sIm] = [turn[0]!, turn[1]!, turn[2]!, turn[3]!];
    for (let column = row; column <= last; column++) {
      const [p, q] = [row * n + column, (row + 1) * n + column];
      const [pRe, pIm, qRe, qIm] = [re[p]!, im[p]!, re[q]!, im[q]!];
      re[p] = cRe * pRe + cIm * pIm + sRe * qRe + sIm * qIm;
      im[p] = cRe * pIm - cIm * pRe + sRe * qIm - sIm * qRe;
      re[q] = cRe * qRe - cIm * qIm - (sRe * pRe - sIm * pIm);
      im[q] = cRe * qIm + cIm * qRe - (sRe * pIm + sIm * pRe);
    }
    turns.push(turn);
  }
  for (const [at, turn] of turns.entries()) {
    const column = first + at;
    const [cRe, cIm, sRe, sIm] = [turn[0]!, turn[1]!, turn[2]!, turn[3]!];
    for (let row = first; row <= Math.min(column + 1, last); row++) {
      const p = row * n + column;
      const [pRe, pIm, qRe, qIm] = [re[p]!, im[p]!, re[p + 1]!, im[p + 1]!];
      re[p] = cRe * pRe - cIm * pIm + sRe * qRe - sIm * qIm;
      im[p] = cRe * pIm + cIm * pRe + sRe * qIm + sIm * qRe;
      re[p + 1] = cRe * qRe + cIm * qIm - (sRe * pRe + sIm * pIm);
      im[p + 1] = cRe * qIm - cIm * qRe - (sRe * pIm - sIm * pRe);
    }
  }
  shifted(1);
}
