import { expect, test } from 'vitest';
import { layerOf } from './siteFacts.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';

const facts = readGraph(loadZooModel('bert-eager').model);
const site = facts.sites[1]!;
const data = new Float32Array(18);

test('a layer counts by its block in the stack', () => {
  expect(layerOf({ ...site, block: 7 }, [1, 2, 3, 3], data).layer).toBe(7);
});

test('heads that lie in the batch axis become heads; others stay', () => {
  const folded = { ...site, headsInBatch: true };
  expect(layerOf(folded, [2, 1, 3, 3], data).dims).toEqual([2, 3, 3]);
  expect(layerOf(folded, [2, 3, 3], data).dims).toEqual([2, 3, 3]);
  expect(layerOf(site, [1, 2, 3, 3], data)).toEqual({ layer: 1, kind: 'encoder', dims: [1, 2, 3, 3], data });
});

test('a site whose rows may go to a sink says so', () => {
  const sunk = { ...site, rowsSumToOne: false };
  expect(layerOf(sunk, [1, 2, 3, 3], data).hasSink).toBe(true);
  expect(layerOf(site, [1, 2, 3, 3], data)).not.toHaveProperty('hasSink');
});

test('windows that lie in one axis with their heads are put together, head by head', () => {
  const folded = { ...site, headsInBatch: true, rowsSumToOne: true };
  // Two windows of two positions, two heads: weights that tell window, head, query and key.
  const weights = Float32Array.of(1, 2, 3, 4, 11, 12, 13, 14, 21, 22, 23, 24, 31, 32, 33, 34);
  const layer = layerOf(folded, [4, 2, 2], weights, Float32Array.of(1, 3, 2, 4));
  expect(layer.dims).toEqual([2, 4, 4]);
  expect([...layer.data]).toEqual(
    [
      [1, 0, 2, 0, 0, 21, 0, 22, 3, 0, 4, 0, 0, 23, 0, 24],
      [11, 0, 12, 0, 0, 31, 0, 32, 13, 0, 14, 0, 0, 33, 0, 34],
    ].flat(),
  );
});
