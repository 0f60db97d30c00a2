/**
 * The raw products of one query with all keys, r_j = sum over channels of q_c k_c, in double precision; no unit.
 * Shapes: query [dK], keys [key, dK] -> into [key], which is returned.
 */
export function rawRowInto(into: Float64Array, query: Float32Array, keys: Float32Array): Float64Array {
  const dK = query.length;
  for (let key = 0; key < into.length; key++) {
    let sum = 0;
    for (let c = 0, at = key * dK; c < dK; c++, at++) sum += query[c]! * keys[at]!;
    into[key] = sum;
  }
  return into;
}

/** What lies between the raw products of a row and its scores. */
export type ScoreParts = {
  readonly scale: number;
  /** C of the soft-cap C tanh(x / C); null for none. */
  readonly softCap: number | null;
  /** Added behind the cap, [key]; null for none. */
  readonly bias: ArrayLike<number> | null;
  /** [key], 0 where the mask takes the key away. */
  readonly allowed: Uint8Array;
};

/**
 * The scores of one query: cap(scale r) + bias, and minus infinity where a key is not allowed; no unit.
 * Shapes: raw [key] -> into [key], which is returned and may be `raw`.
 */
export function scoreRowInto(
  into: Float64Array,
  raw: Float64Array,
  { scale, softCap, bias, allowed }: ScoreParts,
): Float64Array {
  for (let key = 0; key < into.length; key++) {
    if (allowed[key] === 0) into[key] = -Infinity;
    else {
      const scaled = scale * raw[key]!;
      into[key] = (softCap === null ? scaled : softCap * Math.tanh(scaled / softCap)) + (bias?.[key] ?? 0);
    }
  }
  return into;
}

/**
 * The weights that a softmax makes of scores, 0 to 1; with the score of a sink, which is no key, they sum to less than 1.
 * A row without any key stays all 0. Shapes: scores [key] -> into [key], which is returned and may be `scores`.
 */
export function softmaxInto(into: Float64Array, scores: Float64Array, sinkScore = -Infinity): Float64Array {
  let largest = sinkScore;
  for (let key = 0; key < scores.length; key++) if (scores[key]! > largest) largest = scores[key]!;
  if (largest === -Infinity) return into.fill(0);
  let sum = Math.exp(sinkScore - largest);
  for (let key = 0; key < scores.length; key++) sum += into[key] = Math.exp(scores[key]! - largest);
  for (let key = 0; key < into.length; key++) into[key]! /= sum;
  return into;
}

/**
 * The score of the sink of a row, from what the sink took of it: the one that makes `softmaxInto` give these weights. Minus infinity where it
 * took nothing. It is worked out at the largest weight, which has the most digits. Shapes: scores and weights [key].
 */
export function sinkScoreOf(scores: Float64Array, weights: ArrayLike<number>): number {
  let top = 0;
  let sum = 0;
  for (let key = 0; key < weights.length; key++) {
    sum += weights[key]!;
    if (weights[key]! > weights[top]!) top = key;
  }
  const sink = 1 - sum;
  return sink > 0 && weights[top]! > 0 ? scores[top]! + Math.log(sink / weights[top]!) : -Infinity;
}
