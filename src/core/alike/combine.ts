import type { HeadComparison } from './comparison.ts';

/** A comparison over several texts; `nTokens` is the number of tokens of all. */
export type CombinedComparison = HeadComparison & { readonly nTexts: number };

/**
 * The mean of comparisons of the same heads on several texts, each text counting once. Where one text could not be
 * judged (NaN) the others speak.
 * Throws RangeError for no comparison, or for different numbers of heads.
 */
export function combineComparisons(list: readonly HeadComparison[]): CombinedComparison {
  const [first] = list;
  if (!first) throw new RangeError('invalid comparisons: none');
  const { nLayers, nHeads } = first;
  for (const one of list) {
    if (one.nLayers !== nLayers || one.nHeads !== nHeads) {
      throw new RangeError(`invalid comparison: ${one.nLayers} x ${one.nHeads} heads (others ${nLayers} x ${nHeads})`);
    }
  }
  return {
    nLayers,
    nHeads,
    nTokens: list.reduce((sum, { nTokens }) => sum + nTokens, 0),
    nTexts: list.length,
    distance: meanOf(list.map(({ distance }) => distance)),
    contentDistance: meanOf(list.map(({ contentDistance }) => contentDistance)),
    contentMass: meanOf(list.map(({ contentMass }) => contentMass)),
  };
}

function meanOf(arrays: readonly Float32Array[]): Float32Array {
  return Float32Array.from({ length: arrays[0]!.length }, (_, at) => {
    let sum = 0;
    let count = 0;
    for (const array of arrays) {
      if (Number.isNaN(array[at]!)) continue;
      sum += array[at]!;
      count++;
    }
    return count > 0 ? sum / count : NaN;
  });
}
