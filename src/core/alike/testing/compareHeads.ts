import { finish } from '../../slices.ts';
import { patternOf } from '../../tensor.ts';
import type { AttentionTensor } from '../../tensor.ts';
import { compareHeadsInSlices } from '../compareHeads.ts';
import type { ComparedPatterns, ComparedRegions } from '../compareHeads.ts';
import type { HeadComparison } from '../comparison.ts';

/** All slices of a comparison at once. */
export function compareHeads(tensor: AttentionTensor, context: ComparedRegions): HeadComparison {
  return finish(compareHeadsInSlices(patternsOf(tensor), context));
}

/** The patterns of a tensor: views on its memory, not a copy. */
export function patternsOf(tensor: AttentionTensor): ComparedPatterns {
  const { nLayers, nHeads, nQueries, nKeys } = tensor;
  const heads = Array.from({ length: nLayers * nHeads }, (_, i) =>
    patternOf(tensor, { layer: Math.floor(i / nHeads), head: i % nHeads }),
  );
  return { nLayers, nHeads, nQueries, nKeys, heads };
}
