import type { AttentionTensor } from '../tensor.ts';
import { readWeights } from './readWeights.ts';
import { MAX_SIDE } from './thumbnails.ts';

/** Half of what the larger ones have, so that blocks are made of whole blocks. */
const SMALL_SIDE = MAX_SIDE / 2;

/**
 * Thumbnails of at most 48 x 48 points, from those of `emptyThumbnails` once these are filled. Each point is the largest weight of a block
 * of cells, to the bit what pooling the patterns themselves would give.
 */
export function smallThumbnails(thumbnails: AttentionTensor): AttentionTensor {
  const { nLayers, nHeads, data } = thumbnails;
  const [nQueries, nKeys] = [Math.min(thumbnails.nQueries, SMALL_SIDE), Math.min(thumbnails.nKeys, SMALL_SIDE)];
  const small = { ...thumbnails, nQueries, nKeys, data: new Float32Array(nLayers * nHeads * nQueries * nKeys) };
  // They are no attention: rows of largest weights sum to anything.
  readWeights(
    { data, nQueries: thumbnails.nQueries, nKeys: thumbnails.nKeys },
    { mostError: Infinity, mayFallShort: false, thumbnails: small },
  );
  return small;
}
