import type { Sharpening } from './questions.ts';
import { paddingSink } from './paddingSink.ts';
import { softmaxRow } from './road.ts';
import type { HeadInside, RowBasis, SoftmaxRow } from './road.ts';
import { headFacts, rowFacts } from './rowFacts.ts';
import type { HeadFacts, RowFacts } from './rowFacts.ts';
import type { ScoreParts } from './scoreRow.ts';
import { powerOf, powerRowInto, sharpenRowInto, warmInto } from './sharpen.ts';
import type { SharpenRefusal } from './sharpen.ts';

/** A row with its softmax changed, or why it cannot be told. */
export type Sharpened =
  | { readonly weights: Float64Array; readonly facts: RowFacts }
  | { readonly refused: SharpenRefusal };

/** What the row would be with another softmax. */
export function sharpenRow({ layer, head }: HeadInside, row: SoftmaxRow, how: Sharpening): Sharpened {
  if (layer.change?.keep[head] === 0) return { refused: 'head-off' };
  const isPadded = layer.windows?.hasPadding === true;
  const { softCap, scale, hasSink, isHalf } = layer;
  const { raw, bias, allowed, scores, areScoresRelative } = row;
  const into = new Float64Array(row.weights.length);
  const sink = isPadded ? paddingSink(layer, head, row, how) : row.sinkScore;
  if (sink === null) return { refused: 'padding' };
  const withFacts = (weights: Float64Array): Sharpened => ({ weights, facts: rowFacts(weights, allowed, hasSink) });
  if ('tau' in how && scores !== null && (isPadded || !areScoresRelative))
    return withFacts(warmInto(into, scores, how.tau, isPadded ? sink * how.tau : sink));
  if (raw !== null && scale.value !== null && (layer.bias === null || bias !== null)) {
    const parts: ScoreParts = { scale: scale.value, softCap, bias, allowed };
    return withFacts(sharpenRowInto(into, raw, parts, how, sink));
  }
  if (isPadded) return { refused: 'padding' };
  const hasBiasOrCap = layer.bias !== null || softCap !== null;
  // Where nothing tells the type, a weight of 0 that no mask explains may be one that 16 bits have lost.
  const mayBeHalf = isHalf ?? row.weights.some((weight, key) => weight === 0 && allowed[key] === 1);
  const power = powerOf(how, { isHalf: mayBeHalf, hasSink, scale: scale.value, hasBiasOrCap });
  return 'refused' in power ? power : withFacts(powerRowInto(into, row.weights, power.power, hasSink));
}

/** All rows of a head, as they are and with another softmax; null for the latter where it cannot be told. */
type SharpenedHead = { readonly before: HeadFacts; readonly after: HeadFacts | null };

/** What the rows of a head come to with another softmax. Shape: pattern [query, key]. */
export function sharpenHead(
  head: HeadInside,
  pattern: Float32Array,
  how: Sharpening,
  { isCausal }: Pick<RowBasis, 'isCausal'>,
): SharpenedHead {
  const { nQueries, nKeys, hasSink } = head.layer;
  const allowed = new Uint8Array(pattern.length);
  const changed = new Float64Array(pattern.length);
  let isTold = true;
  for (let query = 0; query < nQueries; query++) {
    const weights = pattern.subarray(query * nKeys, (query + 1) * nKeys);
    const row = softmaxRow(head, { query, weights, isCausal });
    allowed.set(row.allowed, query * nKeys);
    const sharpened = sharpenRow(head, row, how);
    if ('refused' in sharpened) isTold = false;
    else changed.set(sharpened.weights, query * nKeys);
  }
  return {
    before: headFacts(pattern, allowed, nKeys, hasSink),
    after: isTold ? headFacts(changed, allowed, nKeys, hasSink) : null,
  };
}
