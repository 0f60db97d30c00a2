import { expect, test } from 'vitest';
import { prepareZoo } from '../testing/zooModels.ts';
import { image } from './image.ts';

test.each([
  ['patches that look at each other', 16, 16, 16],
  ['patches that look at regions', 16, 4, 16],
  ['one learned query that looks at patches', 1, 16, 16],
])('the longest length of %s is the number of patches', (_, nQueries, nKeys, want) => {
  const { model } = prepareZoo('vit');
  expect(image.maxTokens(model, { nLayers: 1, nHeads: 1, nQueries, nKeys })).toBe(want);
});
