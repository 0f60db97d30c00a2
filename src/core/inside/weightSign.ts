import type { Slices } from '../slices.ts';
import { normedPart } from './direct.ts';
import type { FrozenNorm, Unembedding } from './direct.ts';
import { eigenvaluesOf } from './eigenvalues.ts';

/** A table that tokens are embedded by, [nTokens, d]. */
type Embedding = { readonly data: Float32Array; readonly nTokens: number; readonly d: number };

/** What a layer reads of the stream, and how its values come of that; `norm` divides by 1. */
export type ValueSide = {
  readonly norm: Pick<FrozenNorm, 'kind'> & { readonly gamma: Float32Array | null };
  /** W_V of all heads of values side by side, [d, heads * dV]. */
  readonly weights: Float32Array;
};

/** Tokens that are summed at a time, since writing the sums down takes longer than adding them up. */
const AT_ONCE = 8;
/** Steps between two pauses. */
const SLICE = 2 ** 22;

/**
 * How much each channel of an embedded token speaks for that token itself in each channel of the normed stream: U E, summed over the vocabulary.
 * It is the same for all heads and layers of a model. Shape: -> [d of the stream, d of the embedding]. Takes nTokens d^2 steps, half of them where
 * one table does both.
 */
export function* tokensToThemselves(embedding: Embedding, table: Unembedding): Slices<Float64Array> {
  const { d, nTokens, weights, layout } = table;
  if (embedding.d !== d || embedding.nTokens !== nTokens) {
    throw new RangeError(`invalid embedding: ${embedding.nTokens} x ${embedding.d} for a table of ${nTokens} x ${d}`);
  }
  const isTied = layout === 'token-dim' && embedding.data === weights;
  const sums = new Float64Array(d * d);
  // What the last tokens lack to eight stays 0.
  const [spoken, read] = [new Float64Array(AT_ONCE * d), new Float64Array(AT_ONCE * d)];
  let nSteps = 0;
  for (let first = 0; first < nTokens; first += AT_ONCE) {
    const n = Math.min(AT_ONCE, nTokens - first);
    if (n < AT_ONCE) for (const part of [spoken, read]) part.fill(0);
    for (let t = 0; t < n; t++) {
      const row = (first + t) * d;
      for (let i = 0; i < d; i++) {
        spoken[t * d + i] = weights[layout === 'token-dim' ? row + i : i * nTokens + first + t]!;
        read[t * d + i] = embedding.data[row + i]!;
      }
    }
    for (let i = 0; i < d; i++) addRow(sums, spoken, read, d, i, isTied ? i : 0);
    nSteps += AT_ONCE * d * d;
    if (nSteps < SLICE) continue;
    nSteps = 0;
    yield;
  }
  if (isTied) for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) sums[i * d + j] = sums[j * d + i]!;
  return sums;
}

/** Adds eight outer products to one row of their sum, from a column on. Shapes: sums [d, d]; spoken, read [8, d]. */
function addRow(
  sums: Float64Array,
  spoken: Float64Array,
  read: Float64Array,
  d: number,
  row: number,
  from: number,
): void {
  const s = (t: number): number => spoken[t * d + row]!;
  const [s0, s1, s2, s3, s4, s5, s6, s7] = [s(0), s(1), s(2), s(3), s(4), s(5), s(6), s(7)];
  for (let j = from, at = row * d + from; j < d; j++, at++) {
    sums[at]! +=
      s0 * read[j]! +
      s1 * read[d + j]! +
      s2 * read[2 * d + j]! +
      s3 * read[3 * d + j]! +
      s4 * read[4 * d + j]! +
      s5 * read[5 * d + j]! +
      s6 * read[6 * d + j]! +
      s7 * read[7 * d + j]!;
  }
}

/**
 * The sign of a head's weights on tokens by themselves: the sum of the eigenvalues of E W_V W_O U over the sum of their sizes, the norms before the
 * layer and before the scores folded in without their divisors; from -1 to 1. They are those of the small matrix W_O U E W_V, [dV, dV], and 0 besides.
 * Shapes: outputRows [dV, d]; `toThemselves` of `tokensToThemselves`; `valueHead` is the place of the head's values. NaN for weights of 0.
 */
export function signOfWeights(
  outputRows: Float32Array,
  { norm, weights }: ValueSide,
  valueHead: number,
  last: FrozenNorm,
  toThemselves: Float64Array,
): number {
  const d = last.gamma.length;
  const dV = outputRows.length / d;
  const width = weights.length / d;
  const spoken = Array.from({ length: dV }, (_, c) =>
    rowTimes(normedPart(outputRows.subarray(c * d, (c + 1) * d), last), toThemselves),
  );
  const small = new Float64Array(dV * dV);
  for (let c = 0; c < dV; c++) {
    const read = Float64Array.from({ length: d }, (_, j) => {
      return (norm.gamma?.[j] ?? 1) * weights[j * width + valueHead * dV + c]!;
    });
    // What a norm takes the mean out of does not see what all channels have.
    const mean = norm.kind === 'layer' ? read.reduce((sum, one) => sum + one, 0) / d : 0;
    for (const [row, said] of spoken.entries()) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += said[j]! * (read[j]! - mean);
      small[row * dV + c] = sum;
    }
  }
  const { re, im } = eigenvaluesOf(small, dV);
  let [sum, size] = [0, 0];
  for (let at = 0; at < dV; at++) {
    sum += re[at]!;
    size += Math.hypot(re[at]!, im[at]!);
  }
  return sum / size;
}

/** Shapes: row [d], matrix [d, d] -> [d]. */
function rowTimes(row: Float64Array, matrix: Float64Array): Float64Array {
  const d = row.length;
  const product = new Float64Array(d);
  for (let i = 0; i < d; i++) {
    const one = row[i]!;
    for (let j = 0, at = i * d; j < d; j++, at++) product[j]! += one * matrix[at]!;
  }
  return product;
}
