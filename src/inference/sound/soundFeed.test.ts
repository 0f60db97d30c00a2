import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import type { FedInput } from '../inputs/roles.ts';
import { buildFeeds } from '../runtime/feeds.ts';
import { soundFeed } from './soundFeed.ts';
import type { FeatureKind } from './soundPreprocessor.ts';

const fed = (input: Pick<FedInput, 'name' | 'role' | 'dims' | 'elementType'>): FedInput => {
  return { ...input, isRead: input.role === 'sound', nRows: null };
};

test.each<[kind: FeatureKind, features: number[], batch: number | string, mask: number[]]>([
  ['samples', [1, 7], 'batch', [1, 7]],
  ['evened', [1, 7], 2, [2, 7]],
  // Its bins come before its frames.
  ['whisper', [1, 3, 5], 'batch', [1, 5]],
  ['whisper', [1, 3, 5], 2, [2, 5]],
  ['ast', [1, 5, 3], 2, [2, 5]],
])('the mask beside %s of %j in batches of %s is %j', (kind, dims, batch, mask) => {
  const data = Float32Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, (_, at) => at);
  const inputs = [
    fed({ name: 'heard', role: 'sound', elementType: 'float32', dims: [batch, ...dims.slice(1)] }),
    fed({ name: 'mask', role: 'sound-mask', elementType: 'int64', dims: [batch, 'moment'] }),
  ];
  const feeds = buildFeeds(ort, inputs, soundFeed({ dims, data }, kind));
  expect(feeds['mask']!.dims).toEqual(mask);
  expect([...feeds['mask']!.data].map(Number)).toEqual(Array(mask[0]! * mask[1]!).fill(1));
  expect(feeds['heard']!.dims).toEqual([mask[0], ...dims.slice(1)]);
});
