import type { AttentionTensor } from '../tensor.ts';
import type { OfferedLengths } from './questions.ts';

/** Weight x length of every head of a stack, on one scale. */
type SentStack = {
  /** a_ij |f_j| over the largest of all heads, 0 to 1: [layer, head, query, key]. */
  readonly tensor: AttentionTensor;
  /** What its 1 stands for: length in the stream. 0 where nothing is sent. */
  readonly max: number;
};

/**
 * Weight x length of value as maps in place of the patterns (formula in docs/metrics.md). Source: Kobayashi et al. 2020, section 3.
 * Throws RangeError where the lengths are of another stack.
 */
export function sentStack(patterns: AttentionTensor, lengths: OfferedLengths): SentStack {
  const { nLayers, nHeads, nQueries, nKeys } = patterns;
  if (lengths.nLayers !== nLayers || lengths.nHeads !== nHeads || lengths.nKeys !== nKeys) {
    throw new RangeError('invalid lengths: they are of another stack');
  }
  const data = new Float32Array(patterns.data.length);
  let max = 0;
  for (let row = 0; row < nLayers * nHeads * nQueries; row++) {
    const [start, offered] = [row * nKeys, Math.floor(row / nQueries) * nKeys];
    for (let key = 0; key < nKeys; key++) {
      const sent = (patterns.data[start + key] ?? 0) * (lengths.data[offered + key] ?? 0);
      data[start + key] = sent;
      if (sent > max) max = sent;
    }
  }
  if (max > 0) for (let cell = 0; cell < data.length; cell++) data[cell] = (data[cell] ?? 0) / max;
  return { tensor: { ...patterns, data }, max };
}
