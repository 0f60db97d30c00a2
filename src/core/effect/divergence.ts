/** Scores of the model as it is, made ready to be compared with many others: what does not change is worked out once. */
export type ReadyRow = {
  /** Shape [vocabulary]. */
  readonly scores: Float32Array;
  /** Softmax of the scores. Shape [vocabulary]. */
  readonly probs: Float64Array;
  readonly logSum: number;
};

/**
 * KL(before || after) of two predictions over the whole vocabulary, in nats, at least 0.
 * Shape: after [vocabulary]. Both rows are scores before softmax; sums run in double precision.
 * Equal rows give exactly 0; only what rounding takes below 0 is cut off.
 */
export function divergence({ scores, probs, logSum }: ReadyRow, after: Float32Array, logSumAfter: number): number {
  let sum = 0;
  for (let id = 0; id < scores.length; id++) {
    const probability = probs[id]!;
    // A token that cannot come adds nothing, also where its score is minus infinity in both.
    if (probability > 0) sum += probability * (scores[id]! - after[id]!);
  }
  const kl = sum + (logSumAfter - logSum);
  return kl < 0 ? 0 : kl;
}

/** Softmax of one row whose `logSumExp` is known, in double precision. Shape [vocabulary]. */
export function softmaxInto(probs: Float64Array, scores: Float32Array, logSum: number): void {
  for (let id = 0; id < scores.length; id++) probs[id] = Math.exp(scores[id]! - logSum);
}
