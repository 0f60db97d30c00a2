import { describe, expect, test } from 'vitest';
import { attentionSize } from '../../../core/cost/prunedSize.ts';
import type { StoredLayer } from '../../../core/cost/prunedSize.ts';
import type { RunnableModel } from '../../run/runnable.ts';
import { startShipped, startZoo } from '../../testing/startShipped.ts';

async function layersOf(coming: Promise<RunnableModel>): Promise<readonly StoredLayer[]> {
  const { card, session } = await coming;
  await session.release();
  return card.sites.map(({ kind, weights }) => ({ kind, nHeads: card.nHeads, weights: weights ?? null }));
}

describe('what a file stores for attention', () => {
  test('of bookworm-gpt is four matrices of 128 x 128 a layer with biases but that of W_O, two bytes a number', async () => {
    const layers = await layersOf(startShipped('bookworm-gpt'));
    expect(layers).toHaveLength(4);
    for (const { weights } of layers) {
      for (const role of ['query', 'key', 'value'] as const)
        expect(weights![role]).toMatchObject({ numbers: 128 * 128 + 128, bytes: 2 * (128 * 128 + 128) });
      expect(weights!.output).toMatchObject({ numbers: 128 * 128, bytes: 2 * 128 * 128 });
    }
    expect(attentionSize(layers)!.numbers).toBe(4 * (4 * 128 * 128 + 3 * 128));
  });

  test.each(['bookworm-bert', 'fashion-vit', 'dates'] as const)('of %s is told layer by layer', async (id) => {
    const layers = await layersOf(startShipped(id));
    expect(layers.every(({ weights }) => weights !== null)).toBe(true);
    expect(attentionSize(layers)).not.toBeNull();
    for (const { weights } of layers) expect(weights!.query.numbers).toBe(weights!.key.numbers);
  });
});

// Heads, and how many of keys and values, by the zoo's README: in one product of all three, and in three.
test.each([
  ['gpt2', 3, 3],
  ['llama-eager', 4, 2],
  ['ms-gqa', 4, 2],
  ['bert-eager', 3, 3],
  ['distilbert', 5, 5],
])('of the zoo’s %s with %i heads %i of keys and values are counted by channels', async (name, nHeads, nKeyHeads) => {
  const layers = await layersOf(startZoo(name));
  expect(layers.length).toBeGreaterThan(0);
  for (const { weights } of layers) {
    const { query, key, value, output } = weights!;
    expect([key.channels / query.channels, value.channels / output.channels]).toEqual([
      nKeyHeads / nHeads,
      nKeyHeads / nHeads,
    ]);
    expect(key.numbers).toBe(value.numbers);
  }
});

test('of weights beside the graph each layer’s lie in a named file at a place of their own', async () => {
  const layers = await layersOf(startZoo('external-data'));
  const places = layers.map(({ weights }) => weights!.output.at);
  for (const place of places) expect(place).toMatch(/^model\.onnx_data:\d+$/);
  expect(new Set(places).size).toBe(layers.length);
  expect(attentionSize(layers)).not.toBeNull();
});
