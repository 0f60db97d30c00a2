import { dot } from './vectors.ts';

/** The last norm with its divisor held at what it was at one query. */
export type FrozenNorm = {
  /** `layer` takes the mean out before it divides, `rms` does not. */
  readonly kind: 'layer' | 'rms';
  readonly sigma: number;
  /** [d]; beta is null where there is none. */
  readonly gamma: Float32Array;
  readonly beta: Float32Array | null;
};

/** The table that the normed stream is multiplied by: `dim-token` is [d, nTokens], `token-dim` [nTokens, d]; bias [nTokens] or null. */
export type Unembedding = {
  readonly weights: Float32Array;
  readonly layout: 'dim-token' | 'token-dim';
  readonly d: number;
  readonly nTokens: number;
  readonly bias: Float32Array | null;
};

/** What the last norm divides the stream of one position by: sqrt(variance + epsilon), or sqrt(mean square + epsilon). Shape: stream [d]. */
export function frozenSigma(stream: ArrayLike<number>, kind: FrozenNorm['kind'], epsilon: number): number {
  const mean = kind === 'layer' ? meanOf(stream) : 0;
  let sum = 0;
  for (let c = 0; c < stream.length; c++) sum += (stream[c]! - mean) ** 2;
  return Math.sqrt(sum / stream.length + epsilon);
}

/** What the frozen norm makes of a part of the stream, without beta, which is no part's: ((c - mean c) / sigma) gamma. Shapes: [d] -> [d]. */
export function normedPart(part: ArrayLike<number>, { kind, sigma, gamma }: FrozenNorm): Float64Array {
  const mean = kind === 'layer' ? meanOf(part) : 0;
  return Float64Array.from(gamma, (one, c) => ((part[c]! - mean) / sigma) * one);
}

/**
 * Direct logits of a part over the vocabulary, each less the mean of all: a softmax does not see what all tokens get.
 * Shapes: normed [d], see `normedPart` -> [nTokens], which sums to 0. Takes d x nTokens steps.
 */
export function overAverage(normed: Float64Array, table: Unembedding): Float64Array {
  const logits = new Float64Array(table.nTokens);
  const { weights, d, nTokens, layout } = table;
  if (layout === 'token-dim') {
    for (let id = 0; id < nTokens; id++) {
      let sum = 0;
      for (let c = 0, at = id * d; c < d; c++, at++) sum += normed[c]! * weights[at]!;
      logits[id] = sum;
    }
  } else {
    let c = 0;
    // Four channels at a time, since writing the sums down takes longer than adding them up.
    for (; c + 3 < d; c += 4) {
      const [p0, p1, p2, p3] = [normed[c]!, normed[c + 1]!, normed[c + 2]!, normed[c + 3]!];
      const [w0, w1, w2, w3] = [c * nTokens, (c + 1) * nTokens, (c + 2) * nTokens, (c + 3) * nTokens];
      for (let id = 0; id < nTokens; id++) {
        logits[id]! +=
          p0 * weights[w0 + id]! + p1 * weights[w1 + id]! + p2 * weights[w2 + id]! + p3 * weights[w3 + id]!;
      }
    }
    for (; c < d; c++) {
      const part = normed[c]!;
      for (let id = 0, at = c * nTokens; id < nTokens; id++, at++) logits[id]! += part * weights[at]!;
    }
  }
  const mean = meanOf(logits);
  for (let id = 0; id < nTokens; id++) logits[id]! -= mean;
  return logits;
}

/** Mean column of the table over the vocabulary. Shape: -> [d]. */
export function averageToken({ weights, layout, d, nTokens }: Unembedding): Float64Array {
  const column = new Float64Array(d);
  if (layout === 'token-dim') for (let at = 0; at < weights.length; at++) column[at % d]! += weights[at]!;
  else {
    for (let c = 0; c < d; c++) {
      let sum = 0;
      for (let at = c * nTokens; at < (c + 1) * nTokens; at++) sum += weights[at]!;
      column[c] = sum;
    }
  }
  return column.map((sum) => sum / nTokens);
}

/**
 * The direction of the stream in which one token gains over the average of the vocabulary: the product of a part with it is the part's direct
 * logit for the token. So parts of one token (heads, keys, layers) take d steps each. Shapes: column [d], see `columnOf` -> [d].
 */
export function tokenDirection(column: Float64Array, average: Float64Array, norm: FrozenNorm): Float64Array {
  const { kind, sigma, gamma } = norm;
  const direction = overAverageColumn(column, average).map((one, c) => (one * gamma[c]!) / sigma);
  if (kind === 'rms') return direction;
  const mean = meanOf(direction);
  return direction.map((one) => one - mean);
}

/** What a row that all tokens of the vocabulary are scored with gives one of them, and the table's own bias, over the average. Shapes: row, column [d]. */
export function overAverageAt(
  id: number,
  { row, bias }: { readonly row: Float32Array | null; readonly bias: Float32Array | null },
  column: Float64Array,
  average: Float64Array,
): number {
  const ofRow = row === null ? 0 : dot(row, overAverageColumn(column, average));
  return bias === null ? ofRow : ofRow + bias[id]! - meanOf(bias);
}

/** A token's column of the table. Shape: -> [d]. */
export function columnOf(id: number, { weights, layout, d, nTokens }: Unembedding): Float64Array {
  return Float64Array.from({ length: d }, (_, c) => weights[layout === 'token-dim' ? id * d + c : c * nTokens + id]!);
}

function overAverageColumn(column: Float64Array, average: Float64Array): Float64Array {
  return column.map((one, c) => one - average[c]!);
}

function meanOf(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += vector[at]!;
  return sum / vector.length;
}
