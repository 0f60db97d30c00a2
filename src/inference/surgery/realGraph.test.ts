import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';

/** The graph of a public vision encoder, its weights left out: it can be scanned, not run, and is not in this repository. */
const FILE = '../shared/fixtures/real-graphs/vision-encoder-2026.onnx';

test.skipIf(!existsSync(FILE))(`a real vision encoder of 12 layers is read (skipped without ${FILE})`, () => {
  const facts = readGraph(readFileSync(FILE));
  expect(facts.sites.map(({ kind, layer, block }) => [kind, layer, block])).toEqual(
    Array.from({ length: 12 }, (_, layer) => ['encoder', layer, layer]),
  );
  // Images are kept apart by comparing positions with where each begins, which hides no later patches.
  expect(facts.isCausal).toBe(false);
  expect(facts.sites[3]).toMatchObject({
    nodeName: '/model/layers.3/attn/mha',
    query: '/model/layers.3/attn/q/ReshapeBSH/output_0',
    key: '/model/layers.3/attn/k/ReshapeBSH/output_0',
    value: '/model/layers.3/attn/v/ReshapeBSH/output_0',
    headsInBatch: false,
    cpuOnly: null,
  });
  expect(facts.notAttention).toEqual([]);
  expect(facts.otherMixers).toEqual([]);
  expect(facts.patch.nodes.size).toBe(12);
});
