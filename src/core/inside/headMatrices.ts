import type { InsideLayer } from './layer.ts';
import type { Projected, ProjectionWeights } from './questions.ts';
import { lengthOf } from './vectors.ts';

type MatrixName = 'W_Q' | 'W_K' | 'W_V' | 'W_O';

/** A matrix of one head as the file stores it, or why it cannot be had. */
export type HeadMatrix = { readonly name: MatrixName } & (
  | {
      /** Row-major, [nRows, nColumns]. */
      readonly data: Float32Array;
      readonly nRows: number;
      readonly nColumns: number;
      /** Frobenius norm, the square root of the sum of all squares; no unit. */
      readonly norm: number;
      /** The largest size of a number in it. */
      readonly largest: number;
    }
  | { readonly whyNot: string }
);

/** W_Q, W_K and W_V of a head, [d, channels]. Heads that share keys and values have the same W_K and W_V. */
export function readingMatrices(
  { query, key, value }: ProjectionWeights,
  head: number,
  nHeads: number,
): readonly HeadMatrix[] {
  const of = (name: MatrixName, side: Projected): HeadMatrix => {
    if ('whyNot' in side) return { name, whyNot: side.whyNot };
    const { data, nChannels } = side;
    const own = Math.floor((head * side.nHeads) / nHeads);
    const width = side.nHeads * nChannels;
    const nRows = data.length / width;
    const columns = new Float32Array(nRows * nChannels);
    for (let row = 0; row < nRows; row++) {
      const start = row * width + own * nChannels;
      columns.set(data.subarray(start, start + nChannels), row * nChannels);
    }
    return { name, data: columns, nRows, nColumns: nChannels, ...sizesOf(columns) };
  };
  return [of('W_Q', query), of('W_K', key), of('W_V', value)];
}

/** The head's rows of W_O, [dV, d]. `whyNot` says in words why it cannot be had. */
export function writingMatrix({ outputWeights, nHeads, dV }: InsideLayer, head: number, whyNot: string): HeadMatrix {
  const name = 'W_O';
  if (outputWeights.from === 'nowhere' || dV === null) return { name, whyNot };
  const size = outputWeights.data.length / nHeads;
  const data = outputWeights.data.subarray(head * size, (head + 1) * size);
  return { name, data, nRows: dV, nColumns: size / dV, ...sizesOf(data) };
}

function sizesOf(data: Float32Array): { readonly norm: number; readonly largest: number } {
  let largest = 0;
  for (const one of data) largest = Math.max(largest, Math.abs(one));
  return { norm: lengthOf(data), largest };
}
