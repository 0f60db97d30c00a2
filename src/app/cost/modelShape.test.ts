import { expect, test } from 'vitest';
import { CARD, HYBRID } from '../testing/models.ts';
import { modelShape } from './modelShape.ts';

test('what the model tells is told, and what is assumed is said to be', () => {
  const found = modelShape(HYBRID, CARD);
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
  expect(found?.words).toContain('Assumed, since nothing tells: d_k = d / h = 3,');
});

test('heads that together are not as wide as the stream are no assumption', () => {
  const found = modelShape(HYBRID, { dHead: 8 });
  expect(found?.shape.dK).toBe(8);
  expect(found?.words).toContain('d 12, d_k 8. Assumed, since nothing tells: keys');
});

test('without a width, or with heads that do not divide it, nothing is guessed', () => {
  expect(modelShape({ ...HYBRID, dModel: null }, { dHead: 8 })).toBeNull();
  expect(modelShape({ ...HYBRID, dModel: 13 }, { dHead: null })).toBeNull();
});

test('a model without a limit is worked out for 131072 tokens', () => {
  expect(modelShape({ ...HYBRID, maxTokens: Infinity }, CARD)?.shape.nTokens).toBe(131_072);
});
