import { renormalise } from '../../core/hiding.ts';
import type { Hidden } from '../../core/hiding.ts';
import type { HeadRef } from '../../core/selection.ts';
import { patternOf } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { PatternPair } from './paintDifference.ts';

/** One head before and after with what is hidden worked out for both: each is renormalised by its own hidden mass. */
export function patternPair(
  tensor: AttentionTensor,
  base: AttentionTensor,
  head: HeadRef,
  isCausal: boolean,
  hidden: Hidden | null,
): PatternPair {
  const [pattern, before] = [patternOf(tensor, head), patternOf(base, head)];
  const { nQueries, nKeys } = tensor;
  const painted = (of: Float32Array) => ({
    keys: hidden?.keys ?? new Uint8Array(nKeys),
    queries: hidden?.queries ?? new Uint8Array(nQueries),
    rowScale: renormalise(of, nKeys, hidden?.keys ?? new Uint8Array(nKeys)).rowScale,
  });
  return {
    pattern,
    base: before,
    nQueries,
    nKeys,
    isCausal,
    hiding: hidden === null ? null : { after: painted(pattern), before: painted(before) },
  };
}

/** The difference of one head that is farthest from 0, without its sign. */
export function largestOfPair({ pattern, base, nQueries, nKeys, hiding }: PatternPair): number {
  let largest = 0;
  for (let query = 0; query < nQueries; query++) {
    if (hiding?.after.queries[query]) continue;
    const [scale, baseScale] = [hiding?.after.rowScale[query] ?? 1, hiding?.before.rowScale[query] ?? 1];
    for (let key = 0; key < nKeys; key++) {
      if (hiding?.after.keys[key]) continue;
      const at = query * nKeys + key;
      const size = Math.abs((pattern[at] ?? 0) * scale - (base[at] ?? 0) * baseScale);
      if (size > largest) largest = size;
    }
  }
  return largest;
}

/** The largest change of a shown weight over all heads: one scale for a whole grid. */
export function largestDifference(tensor: AttentionTensor, base: AttentionTensor, hidden: Hidden | null): number {
  let largest = 0;
  for (let layer = 0; layer < tensor.nLayers; layer++) {
    for (let head = 0; head < tensor.nHeads; head++) {
      largest = Math.max(largest, largestOfPair(patternPair(tensor, base, { layer, head }, false, hidden)));
    }
  }
  return largest;
}
