import type { AlikeKeys, HeadComparison } from './comparison.ts';

/** A comparison over several texts; `nTokens` is the number of tokens of all. */
export type CombinedComparison = HeadComparison & {
  /** Texts that were compared. */
  readonly nGiven: number;
  /** Those among them that tell how alike heads look; the others are too short. */
  readonly nTexts: number;
  /** Those that tell it also on content keys. */
  readonly nContentTexts: number;
};

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
    nGiven: list.length,
    nTexts: list.filter((one) => tells(one, 'all')).length,
    nContentTexts: list.filter((one) => tells(one, 'content')).length,
    distance: meanOf(list.map(({ distance }) => distance)),
    contentDistance: meanOf(list.map(({ contentDistance }) => contentDistance)),
    contentMass: meanOf(list.map(({ contentMass }) => contentMass)),
  };
}

/** The distances of all pairs on all keys or on content keys. Shape: [head, head]. */
export function distancesOn(comparison: HeadComparison, keys: AlikeKeys): Float32Array {
  return keys === 'all' ? comparison.distance : comparison.contentDistance;
}

/** How many texts these distances are means over. */
export function nTextsOn(comparison: CombinedComparison, keys: AlikeKeys): number {
  return keys === 'all' ? comparison.nTexts : comparison.nContentTexts;
}

/** Whether a text tells the distance of any two heads; one head has nobody to be far from. */
function tells(comparison: HeadComparison, keys: AlikeKeys): boolean {
  const count = comparison.nLayers * comparison.nHeads;
  return (
    count === 1 || distancesOn(comparison, keys).some((one, cell) => cell % (count + 1) !== 0 && !Number.isNaN(one))
  );
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
