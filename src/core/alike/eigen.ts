import { randomStream } from '../random.ts';

/** Eigenvalues, largest first, and unit vectors that belong to them. */
type Eigenpairs = { readonly values: readonly number[]; readonly vectors: readonly Float64Array[] };

/** More vectors than are wanted are carried along: the gap to the first that is left out sets the pace. */
const WIDTH = 10;
const MAX_ROUNDS = 1000;

/**
 * The largest eigenvalues of a symmetric matrix and their vectors, the same on every run; more of them than the `nWanted`
 * that are exact. Shape: matrix [count, count].
 * Subspace iteration with Rayleigh-Ritz, until the residuals of the wanted ones are below 1e-11 of the matrix's size.
 */
export function topEigenpairs(matrix: Float64Array, count: number, nWanted: number): Eigenpairs {
  const size = Math.sqrt(dot(matrix, matrix));
  const random = randomStream(1);
  let basis = Array.from({ length: Math.min(WIDTH, count) }, () =>
    Float64Array.from({ length: count }, () => random() - 0.5),
  );
  // A shift by the most negative value seen, so that a large negative one is never taken for the top.
  let shift = 0;
  let pairs: Eigenpairs = { values: [], vectors: [] };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    orthonormalise(basis);
    const images = basis.map((vector) => multiply(matrix, vector));
    const small = basis.map((row) => images.map((column) => dot(row, column)));
    const { values, rotation } = jacobi(small);
    const vectors = rotation.map((mix) => combine(basis, mix));
    const turned = rotation.map((mix) => combine(images, mix));
    pairs = { values, vectors };
    const isSettled = vectors
      .slice(0, nWanted)
      .every((vector, axis) => residual(turned[axis]!, vector, values[axis]!) <= 1e-11 * size);
    if (isSettled) return pairs;
    shift = Math.max(shift, -Math.min(...values));
    basis = turned.map((image, axis) => image.map((one, item) => one + shift * vectors[axis]![item]!));
  }
  return pairs;
}

function residual(image: Float64Array, vector: Float64Array, value: number): number {
  let squares = 0;
  for (let item = 0; item < image.length; item++) squares += (image[item]! - value * vector[item]!) ** 2;
  return Math.sqrt(squares);
}

/** Gram-Schmidt, twice for exactness; a vector that depends on those before it becomes 0. */
function orthonormalise(basis: readonly Float64Array[]): void {
  for (const [at, vector] of basis.entries()) {
    const length = Math.sqrt(dot(vector, vector));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis.slice(0, at)) {
        const part = dot(vector, other);
        for (let item = 0; item < vector.length; item++) vector[item]! -= part * other[item]!;
      }
    }
    const left = Math.sqrt(dot(vector, vector));
    const scale = left > 1e-12 * length && left > 0 ? 1 / left : 0;
    for (let item = 0; item < vector.length; item++) vector[item]! *= scale;
  }
}

/** All eigenpairs of a small symmetric matrix, largest first, by Jacobi's rotations. */
function jacobi(input: readonly (readonly number[])[]): {
  readonly values: readonly number[];
  readonly rotation: readonly (readonly number[])[];
} {
  const count = input.length;
  const matrix = input.map((row) => [...row]);
  const vectors = matrix.map((_, row) => matrix.map((__, column) => Number(row === column)));
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    let all = 0;
    for (let p = 0; p < count; p++)
      for (let q = 0; q < count; q++) {
        const square = matrix[p]![q]! ** 2;
        all += square;
        if (p !== q) off += square;
      }
    if (off <= 1e-30 * all) break;
    for (let p = 0; p < count; p++) for (let q = p + 1; q < count; q++) rotate(matrix, vectors, p, q);
  }
  const order = matrix.map((_, axis) => axis).toSorted((a, b) => matrix[b]![b]! - matrix[a]![a]!);
  return { values: order.map((axis) => matrix[axis]![axis]!), rotation: order.map((axis) => vectors[axis]!) };
}

/** Turns the plane of p and q so that the cell between them becomes 0; row i of `vectors` is the i-th eigenvector. */
function rotate(matrix: number[][], vectors: number[][], p: number, q: number): void {
  const between = matrix[p]![q]!;
  if (between === 0) return;
  const half = (matrix[q]![q]! - matrix[p]![p]!) / (2 * between);
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.sqrt(half * half + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (const row of matrix) mixCells(row, p, q, cosine, sine);
  for (const rows of [matrix, vectors]) {
    const [rowP, rowQ] = [rows[p]!, rows[q]!];
    for (let at = 0; at < rowP.length; at++) {
      const a = rowP[at]!;
      const b = rowQ[at]!;
      rowP[at] = cosine * a - sine * b;
      rowQ[at] = sine * a + cosine * b;
    }
  }
}

function mixCells(row: number[], p: number, q: number, cosine: number, sine: number): void {
  const a = row[p]!;
  const b = row[q]!;
  row[p] = cosine * a - sine * b;
  row[q] = sine * a + cosine * b;
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const count = vector.length;
  return vector.map((_, row) => {
    let sum = 0;
    for (let at = 0; at < count; at++) sum += matrix[row * count + at]! * vector[at]!;
    return sum;
  });
}

function combine(vectors: readonly Float64Array[], parts: readonly number[]): Float64Array {
  const sum = new Float64Array(vectors[0]!.length);
  for (const [at, vector] of vectors.entries()) {
    for (let item = 0; item < sum.length; item++) sum[item]! += parts[at]! * vector[item]!;
  }
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
