import { decodeConstant } from '../surgery/decodeConstant.ts';
import type { Turned } from '../surgery/inside/types.ts';
import type { HeadRows } from './headRows.ts';

/**
 * Rows turned by their position, counted from 0, as an operator does it inside: of each pair (x, y) of channels it makes
 * (x cos - y sin, x sin + y cos). Channels behind those of the tables stay. A text where the tables do not fit.
 * Source: ContribOperators.md of ONNX Runtime, RotaryEmbedding.
 */
export function rotated(rows: HeadRows, { cos: cosines, sin: sines, pairs }: Turned): HeadRows | string {
  const [cos, sin] = [decodeConstant(cosines), decodeConstant(sines)];
  const nPairs = cos?.dims.at(-1) ?? 0;
  const nRows = rows.data.length / rows.nHeads / rows.nChannels;
  const isEnough = cos !== null && sin?.data.length === cos.data.length && cos.data.length >= nRows * nPairs;
  if (!isEnough || 2 * nPairs > rows.nChannels) return 'the tables of its rotation do not fit';
  const out = rows.data.slice();
  const [step, apart] = pairs === 'halves' ? [1, nPairs] : [2, 1];
  for (let at = 0; at < rows.nHeads * nRows; at++) {
    const position = (at % nRows) * nPairs;
    for (let pair = 0; pair < nPairs; pair++) {
      const first = at * rows.nChannels + pair * step;
      const [x, y] = [rows.data[first] ?? NaN, rows.data[first + apart] ?? NaN];
      const [c, s] = [cos.data[position + pair] ?? NaN, sin.data[position + pair] ?? NaN];
      out[first] = x * c - y * s;
      out[first + apart] = x * s + y * c;
    }
  }
  return { ...rows, data: out };
}
