import type { Slices } from '../slices.ts';
import { rawRowInto, scoreRowInto, softmaxInto } from './scoreRow.ts';

/** Sizes of a layer: h heads, hk heads of keys and values, T queries, S keys. */
type LayerSizes = {
  readonly nHeads: number;
  readonly nKeyHeads: number;
  readonly nQueries: number;
  readonly nKeys: number;
};

/** How scores come from queries and keys: C tanh(s q k / C) + bias, without C where `softCap` is null. */
type Scoring = {
  /** [h, T, dK] and [hk, S, dK], free of the scale. */
  readonly query: Float32Array;
  readonly key: Float32Array;
  readonly scale: number;
  readonly softCap: number | null;
  /** [h, T, S]; null for none. */
  readonly bias: Float32Array | null;
};

/** How many queries of a layer are checked at most: the cost of a check is then that of a run of so many tokens. */
const MAX_CHECKED = 64;

/** The queries that a check looks at: all, or so many of them spread evenly, the first and the last included. */
export function checkedQueries(nQueries: number): readonly number[] {
  const n = Math.min(nQueries, MAX_CHECKED);
  return Array.from({ length: n }, (_, at) => (n === 1 ? 0 : Math.round((at * (nQueries - 1)) / (n - 1))));
}

/** Raw products q k of one query of one head with all keys, [S]. */
export function rawProducts(
  { nHeads, nKeyHeads, nQueries, nKeys }: LayerSizes,
  { query, key }: Pick<Scoring, 'query' | 'key'>,
  head: number,
  at: number,
): Float64Array {
  const dK = query.length / (nHeads * nQueries);
  const from = (head * nQueries + at) * dK;
  const keys = Math.floor((head * nKeyHeads) / nHeads) * nKeys * dK;
  return rawRowInto(new Float64Array(nKeys), query.subarray(from, from + dK), key.subarray(keys, keys + nKeys * dK));
}

/** Masks that take a key away add more than this; windows that were shifted over an edge are kept apart by 100. */
const MASKED = -1e3;

/** What scores, [h, T, S], hold besides scaled and capped products wherever no mask takes the key away; 0 elsewhere. */
export function* biasIn(
  sizes: LayerSizes,
  scoring: Scoring,
  scores: Float32Array,
  weights: Float32Array,
): Slices<Float32Array> {
  const { nHeads, nQueries, nKeys } = sizes;
  const bias = new Float32Array(scores.length);
  for (let head = 0; head < nHeads; head++) {
    for (let at = 0; at < nQueries; at++) {
      const row = (head * nQueries + at) * nKeys;
      const allowed = Uint8Array.from({ length: nKeys }, (_, j) =>
        weights[row + j]! > 0 || scores[row + j]! > MASKED ? 1 : 0,
      );
      const plain = rawProducts(sizes, scoring, head, at);
      scoreRowInto(plain, plain, { ...scoring, bias: null, allowed });
      for (let j = 0; j < nKeys; j++) if (allowed[j] === 1) bias[row + j] = scores[row + j]! - plain[j]!;
      if (at % MAX_CHECKED === 0) yield;
    }
  }
  return bias;
}

/** What is found where worked-out scores are compared with the weights of the model. */
type WeightsFound = {
  /** The largest difference between a weight and the softmax of the scores of allowed keys, those of a weight above 0. */
  readonly difference: number;
  /** How much of the logarithms of the weights the one number that raw products are best multiplied by leaves unsaid, 0 to 1. */
  readonly residual: number;
};

/** Compares the softmax of scores with `weights`, [h, T, S]; rows are taken to sum to what they sum to there. */
export function* compareWeights(
  sizes: LayerSizes,
  scoring: Scoring,
  weights: Float32Array,
  queries: readonly number[],
): Slices<WeightsFound> {
  const { nHeads, nQueries, nKeys } = sizes;
  let difference = 0;
  const sums = { xx: 0, xy: 0, yy: 0 };
  for (let head = 0; head < nHeads; head++) {
    for (const at of queries) {
      const row = (head * nQueries + at) * nKeys;
      const raw = rawProducts(sizes, scoring, head, at);
      const own = weights.subarray(row, row + nKeys);
      const bias = scoring.bias?.subarray(row, row + nKeys) ?? null;
      const scores = scoreRowInto(new Float64Array(nKeys), raw, { ...scoring, bias, allowed: allowedIn(own) });
      difference = Math.max(difference, rowDifference(scores, own));
      addToFit(sums, raw, own);
    }
    yield;
  }
  const { xx, xy, yy } = sums;
  const residual = yy > 0 && xx > 0 ? Math.sqrt(Math.max(0, 1 - (xy * xy) / (xx * yy))) : 0;
  // A difference of NaN is lost in a maximum.
  return { difference: Number.isNaN(xx + xy) ? NaN : difference, residual };
}

/** Keys of a weight above 0: one of exactly 0 is masked, or too small to matter. */
function allowedIn(weights: Float32Array): Uint8Array {
  return Uint8Array.from(weights, (weight) => (weight > 0 ? 1 : 0));
}

/** The softmax is brought to the sum that the weights have: less than 1 where a sink takes the rest. */
function rowDifference(scores: Float64Array, weights: Float32Array): number {
  const mass = weights.reduce((sum, weight) => sum + weight, 0);
  softmaxInto(scores, scores);
  return weights.reduce((most, weight, j) => Math.max(most, Math.abs(scores[j]! * mass - weight)), 0);
}

/** Weights below this are rounded too coarsely for their logarithm to tell anything. */
const SMALLEST = 1e-30;

function addToFit(sums: { xx: number; xy: number; yy: number }, raw: Float64Array, weights: Float32Array): void {
  let n = 0;
  let [meanX, meanY] = [0, 0];
  weights.forEach((weight, j) => {
    if (weight <= SMALLEST) return;
    n++;
    meanX += raw[j]!;
    meanY += Math.log(weight);
  });
  meanX /= n;
  meanY /= n;
  weights.forEach((weight, j) => {
    if (weight <= SMALLEST) return;
    const [x, y] = [raw[j]! - meanX, Math.log(weight) - meanY];
    sums.xx += x * x;
    sums.xy += x * y;
    sums.yy += y * y;
  });
}

/** The largest difference between the sum of weighted values and `context`, [h, T, dV], over the largest number in it. */
export function* compareContext(
  { nHeads, nKeyHeads, nQueries, nKeys }: LayerSizes,
  weights: Float32Array,
  value: Float32Array,
  context: Float32Array,
  queries: readonly number[],
): Slices<number> {
  const dV = context.length / (nHeads * nQueries);
  const sum = new Float64Array(dV);
  let [difference, largest] = [0, 0];
  for (let head = 0; head < nHeads; head++) {
    const keyHead = Math.floor((head * nKeyHeads) / nHeads);
    for (const at of queries) {
      sum.fill(0);
      const row = (head * nQueries + at) * nKeys;
      for (let j = 0; j < nKeys; j++) {
        const weight = weights[row + j]!;
        if (weight === 0) continue;
        const base = (keyHead * nKeys + j) * dV;
        for (let c = 0; c < dV; c++) sum[c]! += weight * value[base + c]!;
      }
      for (let c = 0; c < dV; c++) {
        const own = context[(head * nQueries + at) * dV + c]!;
        largest = larger(largest, Math.abs(own));
        difference = larger(difference, Math.abs(sum[c]! - own));
      }
    }
    yield;
  }
  return relative(difference, largest);
}

/**
 * The largest length of a difference between z W_O + b_O and the attention output, [T, d], over the root mean square length
 * of that. Shapes: context [h, T, dV], weights [h dV, d], bias [d] or null.
 */
export function* compareOutput(
  { nHeads, nQueries }: Pick<LayerSizes, 'nHeads' | 'nQueries'>,
  context: Float32Array,
  weights: Float32Array,
  bias: Float32Array | null,
  output: Float32Array,
  queries: readonly number[],
): Slices<number> {
  const d = output.length / nQueries;
  const dV = context.length / (nHeads * nQueries);
  const sum = new Float64Array(d);
  let [difference, squares] = [0, 0];
  for (const at of queries) {
    for (let c = 0; c < d; c++) sum[c] = bias?.[c] ?? 0;
    for (let head = 0; head < nHeads; head++) {
      for (let from = 0; from < dV; from++) {
        const z = context[(head * nQueries + at) * dV + from]!;
        const row = (head * dV + from) * d;
        for (let c = 0; c < d; c++) sum[c]! += z * weights[row + c]!;
      }
    }
    let square = 0;
    for (let c = 0; c < d; c++) {
      const own = output[at * d + c]!;
      squares += own * own;
      square += (sum[c]! - own) ** 2;
    }
    difference = larger(difference, Math.sqrt(square));
    yield;
  }
  return relative(difference, Math.sqrt(squares / queries.length));
}

/** A maximum that keeps NaN. */
function larger(a: number, b: number): number {
  return a > b || Number.isNaN(a) ? a : b;
}

function relative(difference: number, size: number): number {
  return difference === 0 ? 0 : difference / size;
}
