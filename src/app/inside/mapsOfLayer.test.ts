import { expect, test } from 'vitest';
import { MADE, madeLayer } from '../../core/inside/testing/layers.ts';
import { dataOf } from '../../core/inside/road.ts';
import { gramOfHead, offeredByHead } from '../../core/inside/valueMap.ts';
import { finish } from '../../core/slices.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { mapsOfLayer } from './mapsOfLayer.ts';

const { nHeads, nQueries, nKeys } = MADE;
const AREA = nQueries * nKeys;

/** A stack whose widest layer, the first, has two heads more than the made one, which is its second. */
function widerStack(patterns: Float32Array): AttentionTensor {
  const data = new Float32Array(2 * (nHeads + 2) * AREA);
  data.fill(1 / nKeys, 0, (nHeads + 2) * AREA);
  data.set(patterns, (nHeads + 2) * AREA);
  return { kind: 'cross', nLayers: 2, nHeads: nHeads + 2, nQueries, nKeys, data };
}

test('a layer of fewer heads than the widest, which share keys and values, has a map for each of its own heads', () => {
  const { layer, patterns } = madeLayer(3);
  const { tensors, max } = finish(mapsOfLayer(widerStack(patterns), layer)!());
  expect(tensors.map((one) => [one.nHeads, one.data.length])).toEqual(Array.from({ length: nHeads }, () => [1, AREA]));
  const values = { ...MADE, values: dataOf(layer.value)!, outputWeights: dataOf(layer.outputWeights)! };
  for (let head = 0; head < nHeads; head++) {
    const offered = offeredByHead(values, head, gramOfHead(values, head));
    for (let cell = 0; cell < AREA; cell++) {
      expect(tensors[head]!.data[cell]! * max).toBeCloseTo(patterns[head * AREA + cell]! * offered[cell % nKeys]!, 5);
    }
  }
});

test('without values there is none', () => {
  const { layer, patterns } = madeLayer(3);
  const value = { from: 'nowhere', why: 'not-found', detail: '' } as const;
  expect(mapsOfLayer(widerStack(patterns), { ...layer, value })).toBeNull();
});
