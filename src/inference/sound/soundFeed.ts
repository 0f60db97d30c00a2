import { openOf } from '../runtime/feeds.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { batchOf, filledTensor, floatTensor } from '../runtime/tensors.ts';
import type { Features } from './library.ts';
import type { FeatureKind } from './soundPreprocessor.ts';

/** Features of a sound as what a graph is filled from; no mask, of shape [batch, moment], hides any of them. */
export function soundFeed(features: Features, kind: FeatureKind): FeedValues {
  const nMoments = features.dims[kind === 'whisper' ? 2 : 1] ?? 0;
  return {
    own: {
      what: 'a sound',
      fill(ort, input, common) {
        if (input.role === 'sound') return floatTensor(ort, input, features.dims.slice(1), features.data);
        if (input.role !== 'mask' && input.role !== 'sound-mask') return common();
        return filledTensor(ort, input, [batchOf(input), nMoments], openOf(input));
      },
    },
  };
}
