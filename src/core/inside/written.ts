import { cosineOf, dot, lengthOf } from './vectors.ts';

/**
 * What a head writes to the stream, w = z W_O of the head. Shapes: result [dV], outputRows [dV, d], the head's rows of W_O -> into [d],
 * which is returned.
 */
export function writtenInto(into: Float64Array, result: ArrayLike<number>, outputRows: Float32Array): Float64Array {
  const d = into.length;
  into.fill(0);
  for (let row = 0; row < result.length; row++) {
    const part = result[row]!;
    if (part === 0) continue;
    for (let c = 0, at = row * d; c < d; c++, at++) into[c]! += part * outputRows[at]!;
  }
  return into;
}

/** How long the vectors of all heads are at one query: before W_O, each in units of its own, and behind it, in those of the stream. */
export type HeadLengths = {
  readonly before: Float64Array;
  readonly written: Float64Array;
  /** The largest part of a length behind W_O that is lost when a LayerNorm takes the mean out, 0 to 1. */
  readonly meanPart: number;
};

/** Lengths of all heads of a layer at one query. Shapes: context [head, query, dV], outputWeights [head dV, d] -> two arrays [head]. */
export function headLengths(
  context: Float32Array,
  outputWeights: Float32Array,
  { nHeads, nQueries, dV }: { readonly nHeads: number; readonly nQueries: number; readonly dV: number },
  query: number,
): HeadLengths {
  const slab = outputWeights.length / nHeads;
  const into = new Float64Array(slab / dV);
  const before = new Float64Array(nHeads);
  const written = new Float64Array(nHeads);
  let meanPart = 0;
  for (let head = 0; head < nHeads; head++) {
    const start = (head * nQueries + query) * dV;
    const result = context.subarray(start, start + dV);
    before[head] = lengthOf(result);
    writtenInto(into, result, outputWeights.subarray(head * slab, (head + 1) * slab));
    written[head] = lengthOf(into);
    meanPart = Math.max(meanPart, meanPartOf(into, written[head]!));
  }
  return { before, written, meanPart };
}

/** Where what a head writes lies among what else is there; null where it cannot be told or a vector is 0. */
export type InStream = {
  readonly length: number;
  readonly streamLength: number | null;
  /** Length over that of the stream before the layer, at least 0; above 1 is usual in layer 0. */
  readonly ratio: number | null;
  readonly cosineWithStream: number | null;
  readonly cosineWithAttention: number | null;
  /** w A / A A with A the attention output: the shares of all heads and of b_O sum to 1; may be below 0 or above 1. */
  readonly share: number | null;
  /** Part of the length that is lost when a LayerNorm takes the mean out, 0 to 1. */
  readonly meanPart: number;
};

/** Compares what a head writes at a query with the stream and the attention output there, each [d] or null where it cannot be had. */
export function inStream(
  written: Float64Array,
  stream: Float32Array | null,
  attentionOutput: Float32Array | null,
): InStream {
  const length = lengthOf(written);
  const streamLength = stream && lengthOf(stream);
  const square = attentionOutput ? dot(attentionOutput, attentionOutput) : 0;
  return {
    length,
    streamLength,
    ratio: streamLength === null || streamLength === 0 ? null : length / streamLength,
    cosineWithStream: stream && cosineOf(written, stream),
    cosineWithAttention: attentionOutput && cosineOf(written, attentionOutput),
    share: attentionOutput !== null && square > 0 ? dot(written, attentionOutput) / square : null,
    meanPart: meanPartOf(written, length),
  };
}

/** 1 - |w - mean w| / |w|, with |w - mean w|^2 = |w|^2 - d mean^2. */
function meanPartOf(written: Float64Array, length: number): number {
  if (length === 0) return 0;
  const mean = written.reduce((sum, one) => sum + one, 0) / written.length;
  return 1 - Math.sqrt(Math.max(0, 1 - (written.length * mean * mean) / (length * length)));
}
