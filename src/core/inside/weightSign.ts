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

/** Steps between two pauses. */
const SLICE = 2 ** 22;

/**
 * How much each channel of an embedded token speaks for that token itself in each channel of the normed stream: U E, summed over the vocabulary.
 * It is the same for all heads and layers of a model. Shape: -> [d of the stream, d of the embedding]. Takes nTokens d^2 steps.
 */
export function* tokensToThemselves(embedding: Embedding, table: Unembedding): Slices<Float64Array> {
  const { d, nTokens, weights, layout } = table;
  if (embedding.d !== d || embedding.nTokens !== nTokens) {
    throw new RangeError(`invalid embedding: ${embedding.nTokens} x ${embedding.d} for a table of ${nTokens} x ${d}`);
  }
  const sums = new Float64Array(d * d);
  const every = Math.max(1, Math.floor(SLICE / d ** 2));
  for (let id = 0; id < nTokens; id++) {
    const row = id * d;
    for (let i = 0; i < d; i++) {
      const out = weights[layout === 'token-dim' ? row + i : i * nTokens + id]!;
      for (let j = 0, at = i * d; j < d; j++, at++) sums[at]! += out * embedding.data[row + j]!;
    }
    if (id % every === every - 1) yield;
  }
  return sums;
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
