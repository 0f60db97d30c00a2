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
