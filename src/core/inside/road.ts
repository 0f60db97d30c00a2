import { addedAt, usedWeights } from './change.ts';
import type { InsideLayer, Stage } from './layer.ts';
import { liftsInto, meanKey, pairSums, productsInto } from './product.ts';
import { rowFacts } from './rowFacts.ts';
import type { RowFacts } from './rowFacts.ts';
import { rawRowInto, scoreRowInto, sinkScoreOf } from './scoreRow.ts';
import { offeredLengths, outputGram, sentRow } from './values.ts';
import type { SentRow } from './values.ts';
import { headLengths, inStream, writtenInto } from './written.ts';
import type { HeadLengths, InStream } from './written.ts';

/** One head of a layer: its own parts of the layer's tensors, null where they cannot be had, and what serves all of its rows. */
export type HeadInside = {
  readonly layer: InsideLayer;
  readonly head: number;
  /** [T, dK], [S, dK], [S, dV]: views, not copies. */
  readonly queries: Float32Array | null;
  readonly keys: Float32Array | null;
  readonly values: Float32Array | null;
  /** [T, dV]. */
  readonly context: Float32Array | null;
  /** The head's rows of W_O, [dV, d]. */
  readonly outputRows: Float32Array | null;
  /** |f_j|, [S]. */
  readonly offered: Float64Array | null;
};

/** The numbers of a stage; null where it cannot be had. */
export function dataOf(stage: Stage): Float32Array | null {
  return stage.from === 'nowhere' || stage.data.length === 0 ? null : stage.data;
}

/** One head's parts of a layer. Throws RangeError for a head that the layer has not. */
export function headInside(layer: InsideLayer, head: number): HeadInside {
  const { nHeads, nKeyHeads } = layer;
  if (!(head >= 0 && head < nHeads)) throw new RangeError(`invalid head: ${head} (the layer has ${nHeads})`);
  const keyHead = Math.floor((head * nKeyHeads) / nHeads);
  const values = part(dataOf(layer.value), nKeyHeads, keyHead);
  const outputRows = part(dataOf(layer.outputWeights), nHeads, head);
  const { dV } = layer;
  const gram = values !== null && outputRows !== null && dV !== null ? outputGram(outputRows, dV) : null;
  return {
    layer,
    head,
    queries: part(dataOf(layer.query), nHeads, head),
    keys: part(dataOf(layer.key), nKeyHeads, keyHead),
    values,
    context: part(dataOf(layer.context), nHeads, head),
    outputRows,
    offered: values !== null && gram !== null && dV !== null ? offeredLengths(values, gram, dV) : null,
  };
}

function part(data: Float32Array | null, count: number, at: number): Float32Array | null {
  if (data === null) return null;
  const size = data.length / count;
  return data.subarray(at * size, (at + 1) * size);
}

/** Row `at` of an array whose rows have one length; null where there is none. */
export function rowOf(data: Float32Array | null, nRows: number, at: number): Float32Array | null {
  return part(data, nRows, at);
}

/** The stream behind the layer at one query, [d]; null where it cannot be had. */
export function afterRow({ streamBefore, attentionOutput, streamAfter, nQueries }: InsideLayer, query: number) {
  if (streamAfter.from !== 'derived') return rowOf(dataOf(streamAfter), nQueries, query);
  const [before, written] = [streamBefore, attentionOutput].map((stage) => rowOf(dataOf(stage), nQueries, query));
  return before && written ? before.map((value, channel) => value + (written[channel] ?? NaN)) : null;
}

/** Whether a key stands where the layer compares it with a query at all: in the same window, if it works window by window. */
export function isInWindow({ windows }: InsideLayer, query: number, key: number): boolean {
  return windows === undefined || windows.ofPosition[query] === windows.ofPosition[key];
}

/** What a row is worked out from besides the layer. */
export type RowBasis = {
  readonly query: number;
  /** The pattern's row, [key]. */
  readonly weights: Float32Array;
  readonly isCausal: boolean;
};

/** One query of a head: everything along its row. Arrays are [key] unless said; null where it cannot be had. */
export type RowInside = {
  readonly query: number;
  readonly weights: Float32Array;
  /** What values were weighed by: other than `weights` where the head is turned down in this run. */
  readonly used: Float32Array;
  /** What was added to that which comes of no key, [dV]; null for nothing. */
  readonly added: Float32Array | null;
  /** Whether they were made in half precision; null where nothing tells. */
  readonly isHalf: boolean | null;
  /** 0 where the mask takes the key away. */
  readonly allowed: Uint8Array;
  readonly raw: Float64Array | null;
  readonly scores: Float64Array | null;
  /** Scores worked back from weights, the largest set to 0: true up to a constant of the row. */
  readonly areScoresRelative: boolean;
  /** What lies between raw products and scores besides scale and cap, null for nothing. */
  readonly bias: Float32Array | null;
  readonly sinkScore: number;
  readonly facts: RowFacts;
  readonly sent: SentRow | null;
  /** z, [dV], and w, [d]. */
  readonly result: Float32Array | null;
  readonly written: Float64Array | null;
  readonly inStream: InStream | null;
  /** Lengths of all heads of the layer, [head]. */
  readonly lengths: HeadLengths | null;
  /** The mean of the allowed keys, [dK]. */
  readonly meanKey: Float64Array | null;
};

/** What of a row its softmax is made of. */
export type SoftmaxRow = Pick<
  RowInside,
  'query' | 'weights' | 'allowed' | 'raw' | 'scores' | 'areScoresRelative' | 'bias' | 'sinkScore'
>;

/** Works out what the softmax of one query is made of, and nothing of what it is for. */
export function softmaxRow(
  { layer, head, queries, keys }: HeadInside,
  { query, weights, isCausal }: RowBasis,
): SoftmaxRow {
  const { nQueries, nKeys } = layer;
  const own = rowOf(queries, nQueries, query);
  const products = own !== null && keys !== null ? rawRowInto(new Float64Array(nKeys), own, keys) : null;
  // In another window a key is compared with nothing: there is no product.
  const raw =
    products === null || layer.windows === undefined
      ? products
      : products.map((one, key) => (isInWindow(layer, query, key) ? one : NaN));
  const bias = headRow(layer.bias === null ? null : dataOf(layer.bias), layer, head, query);
  const fetched = headRow(dataOf(layer.scores), layer, head, query);
  const ahead = Uint8Array.from(weights, (_, key) =>
    (isCausal && key > query) || !isInWindow(layer, query, key) ? 0 : 1,
  );
  const known = fetched ?? scoresFrom(raw, layer, bias, ahead);
  const allowed = withoutMasked(ahead, weights, known, layer.isHalf !== false);
  const scores = known === null ? scoresBack(weights, allowed) : Float64Array.from(known, only(allowed));
  const sinkScore = layer.hasSink ? sinkScoreOf(scores, weights) : -Infinity;
  return { query, weights, allowed, raw, scores, areScoresRelative: known === null, bias, sinkScore };
}

/** Works out the row of one query. */
export function rowInside(head: HeadInside, basis: RowBasis): RowInside {
  const { layer, keys } = head;
  const { nQueries, nHeads, dK, dV, d } = layer;
  const { query, weights } = basis;
  const softmax = softmaxRow(head, basis);
  const result = rowOf(head.context, nQueries, query);
  const written =
    result !== null && head.outputRows !== null && d !== null
      ? writtenInto(new Float64Array(d), result, head.outputRows)
      : null;
  const [context, output] = [dataOf(layer.context), dataOf(layer.outputWeights)];
  const stage = (one: Stage): Float32Array | null => rowOf(dataOf(one), nQueries, query);
  const [used, added] = [usedWeights(layer, head.head, weights, query), addedAt(layer, head.head, query)];
  const where = written && inStream(written, stage(layer.streamBefore), stage(layer.attentionOutput));
  return {
    ...softmax,
    used,
    added,
    isHalf: layer.isHalf,
    facts: rowFacts(weights, softmax.allowed, layer.hasSink),
    sent:
      head.offered !== null && where !== null
        ? sentRow(used, head.offered, added === null ? where.length : null)
        : null,
    result,
    written,
    inStream: where,
    lengths:
      context !== null && output !== null && dV !== null
        ? headLengths(context, output, { nHeads, nQueries, dV }, query)
        : null,
    meanKey: keys !== null && dK !== null ? meanKey(keys, softmax.allowed, dK) : null,
  };
}

function headRow(
  data: Float32Array | null,
  { nHeads, nQueries }: InsideLayer,
  head: number,
  query: number,
): Float32Array | null {
  return rowOf(data, nHeads * nQueries, head * nQueries + query);
}

function scoresFrom(
  raw: Float64Array | null,
  { scale, softCap, bias: stage }: InsideLayer,
  bias: Float32Array | null,
  allowed: Uint8Array,
): Float64Array | null {
  if (raw === null || scale.value === null || (stage !== null && bias === null)) return null;
  return scoreRowInto(new Float64Array(raw.length), raw, { scale: scale.value, softCap, bias, allowed });
}

/** Scores below this are those of a mask. */
const MASKED = -1e4;

/** ln of a weight that is never rounded to 0: just above 2^-126 and 2^-14, since what is smaller may be flushed to 0. */
const SEEN = { single: -87, half: -9.7 } as const;

/** A weight of 0 whose score alone would not make it so has been taken away by a mask: of padding, or of a window. */
function withoutMasked(
  ahead: Uint8Array,
  weights: Float32Array,
  scores: ArrayLike<number> | null,
  isHalf: boolean,
): Uint8Array {
  if (scores === null) return ahead;
  let [top, largest] = [-Infinity, 0];
  for (let key = 0; key < weights.length; key++) {
    if (weights[key]! > 0) top = Math.max(top, scores[key]!);
    largest = Math.max(largest, weights[key]!);
  }
  // A row of zeros tells of no key whether its score alone would not make it so.
  if (largest === 0) return ahead.map((one, key) => (one === 0 || scores[key]! < MASKED ? 0 : 1));
  // The smaller the weight at the top, the fewer nats below it one is 0.
  const least = top + (isHalf ? SEEN.half : SEEN.single) + Math.log(1 / largest);
  return ahead.map((one, key) =>
    one === 0 || scores[key]! < MASKED || (weights[key] === 0 && scores[key]! > least) ? 0 : 1,
  );
}

function only(allowed: Uint8Array): (score: number, key: number) => number {
  return (score, key) => (allowed[key] === 0 ? -Infinity : score);
}

/** Scores up to a constant: ln of the weights, the largest at 0. */
function scoresBack(weights: Float32Array, allowed: Uint8Array): Float64Array {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, weight);
  return Float64Array.from(weights, (weight, key) =>
    allowed[key] === 0 || largest === 0 ? -Infinity : Math.log(weight / largest),
  );
}

/** One query and one key: what each channel, or where positions rotate each pair of channels, adds to their raw product. */
export type PairInside = {
  readonly query: Float32Array;
  readonly key: Float32Array;
  readonly products: Float64Array;
  /** Over the mean of the allowed keys; sums to the raw product less the mean of the row. */
  readonly lifts: Float64Array;
  /** Whether a place stands for a pair of channels. */
  readonly arePairs: boolean;
};

/** The parts of the raw product of a query and a key; null where the layer's queries or keys cannot be had. */
export function pairInside({ layer, queries, keys }: HeadInside, row: RowInside, key: number): PairInside | null {
  const [q, k] = [rowOf(queries, layer.nQueries, row.query), rowOf(keys, layer.nKeys, key)];
  if (q === null || k === null || row.meanKey === null || !isInWindow(layer, row.query, key)) return null;
  const products = productsInto(new Float64Array(q.length), q, k);
  const lifts = liftsInto(new Float64Array(q.length), q, k, row.meanKey);
  const { rotation } = layer;
  if ((rotation !== 'halves' && rotation !== 'neighbours') || q.length % 2 !== 0)
    return { query: q, key: k, products, lifts, arePairs: false };
  return { query: q, key: k, products: pairSums(products, rotation), lifts: pairSums(lifts, rotation), arePairs: true };
}
