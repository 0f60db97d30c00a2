import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AttentionTensor } from '../tensor.ts';
import { readWeights } from './readWeights.ts';
import { smallThumbnails } from './smallThumbnails.ts';
import { emptyThumbnails } from './thumbnails.ts';

fc.configureGlobal({ seed: 20_261_130 });

function pooled(tensor: AttentionTensor, room: AttentionTensor): AttentionTensor {
  readWeights(tensor, { mostError: Infinity, mayFallShort: false, thumbnails: room });
  return room;
}

test('small thumbnails are to the bit what pooling the weights themselves gives, whatever the shapes', () => {
  const shape = fc
    .tuple(fc.integer({ min: 1, max: 330 }), fc.integer({ min: 1, max: 330 }))
    .filter((sides) => Math.max(...sides) > 96);
  fc.assert(
    fc.property(shape, fc.infiniteStream(fc.float({ min: 0, max: 1, noNaN: true })), ([nQueries, nKeys], draws) => {
      const drawn = Array.from({ length: 509 }, () => draws.next().value);
      const data = Float32Array.from({ length: 2 * nQueries * nKeys }, (_, at) => drawn[(at * 7 + (at >> 9)) % 509]!);
      const tensor: AttentionTensor = { kind: 'encoder', nLayers: 1, nHeads: 2, nQueries, nKeys, data };
      const small = smallThumbnails(pooled(tensor, emptyThumbnails(tensor)!));
      expect([small.nQueries, small.nKeys]).toEqual([Math.min(nQueries, 48), Math.min(nKeys, 48)]);
      const direct = pooled(tensor, { ...small, data: new Float32Array(small.data.length) });
      expect(new Uint32Array(small.data.buffer)).toEqual(new Uint32Array(direct.data.buffer));
    }),
    { numRuns: 25 },
  );
});
