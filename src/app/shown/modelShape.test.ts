import { expect, test } from 'vitest';
import { CARD, HYBRID } from '../testing/models.ts';
import { modelShape } from './modelShape.ts';

/** A layer that was looked into: eight channels, keys of two heads, no biases. */
const LAYER = {
  dK: 8,
  nKeyHeads: 2,
  key: { from: 'model' },
  outputWeights: { from: 'model' },
  outputBias: null,
} as const;

test('what the model tells is told, and what is assumed is said to be', () => {
  const found = modelShape(HYBRID, CARD, null);
  expect(found?.shape).toEqual({
    d: 12,
    nHeads: 4,
    nKeyHeads: 4,
    dK: 3,
    nTokens: 32,
    nLayers: 3,
    hasBiases: true,
    bytes: 4,
  });
  expect(found?.words).toBe(
    'Told by the model: 3 layers, 4 heads, d 12. Assumed, since nothing tells: d_k = d / h = 3, keys and values not shared, biases. Change below what is otherwise.',
  );
});

test('a layer that was looked into tells the width of its heads, who shares keys, and biases', () => {
  const found = modelShape(HYBRID, CARD, LAYER);
  expect(found?.shape).toMatchObject({ dK: 8, nKeyHeads: 2, hasBiases: false });
  expect(found?.words).toBe(
    'Told by the model: 3 layers, 4 heads, d 12, d_k 8, 2 heads of keys and values, no biases.',
  );
  expect(modelShape(HYBRID, CARD, { ...LAYER, outputBias: {} })?.shape.hasBiases).toBe(true);
});

test('what the layer does not show stays assumed', () => {
  const hidden = { ...LAYER, dK: null, key: { from: 'nowhere' }, outputWeights: { from: 'nowhere' } } as const;
  expect(modelShape(HYBRID, CARD, hidden)).toEqual(modelShape(HYBRID, CARD, null));
});

test('heads that together are not as wide as the stream are no assumption', () => {
  const found = modelShape(HYBRID, { dHead: 8 }, null);
  expect(found?.shape.dK).toBe(8);
  expect(found?.words).toContain('d 12, d_k 8. Assumed, since nothing tells: keys');
});

test('without a width, or with heads that do not divide it, nothing is guessed', () => {
  expect(modelShape({ ...HYBRID, dModel: null }, { dHead: 8 }, null)).toBeNull();
  expect(modelShape({ ...HYBRID, dModel: 13 }, { dHead: null }, null)).toBeNull();
});

test('a model without a limit is worked out for 131072 tokens', () => {
  const endless = modelShape({ ...HYBRID, maxTokens: Infinity }, CARD, null);
  expect([endless?.shape.nTokens, endless?.longest]).toEqual([131_072, null]);
  expect(modelShape(HYBRID, CARD, null)?.longest).toBe(32);
});
