import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { readNpz } from './testing/npz.ts';
import { openSession, runCase } from './testing/zoo.ts';
import { precisionOf } from './weights.ts';

const MODELS = [
  { name: 'bookworm-gpt', kind: 'decoder', isCausal: true },
  { name: 'bookworm-bert', kind: 'encoder', isCausal: false },
] as const;

const fileOf = (name: string, file: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../../models/${name}/${file}`, import.meta.url)));

describe.each(MODELS)('$name', ({ name, kind, isCausal }) => {
  const model = fileOf(name, 'onnx/model.onnx');
  const facts = readGraph(model);

  test('has attention in 4 layers of one kind', () => {
    expect(facts.sites.map((site) => [site.kind, site.layer])).toEqual([0, 1, 2, 3].map((layer) => [kind, layer]));
    expect(facts.isCausal).toBe(isCausal);
    expect(facts.notAttention).toEqual([]);
    expect(precisionOf(facts)).toBe('fp32 (weights stored as fp16)');
  });

  test('gives the patterns and logits of the framework that trained it', async () => {
    const reference = readNpz(fileOf(name, 'reference.npz'));
    const ids = reference.get('input_ids')!;
    const attentions = reference.get('attentions')!;
    const logits = reference.get('logits')!;
    const exposed = exposeAttention(model, facts);
    const session = await openSession(exposed.model);
    // The reference run has no padding and one segment.
    const values: Readonly<Record<string, readonly number[]>> = {
      input_ids: [...ids.data].map(Number),
      attention_mask: [...ids.data].map(() => 1),
      token_type_ids: [...ids.data].map(() => 0),
    };
    const feeds = facts.inputs.map((input) => {
      return [input.name, { dtype: 'int64', dims: ids.dims, data: values[input.name]! }] as const;
    });
    const results = await runCase(session, Object.fromEntries(feeds));
    const [nLayers = 0, nHeads = 0, nQueries = 0, nKeys = 0] = attentions.dims;
    expect([nLayers, nHeads]).toEqual([4, 8]);
    const size = nHeads * nQueries * nKeys;
    exposed.outputs.forEach((output, layer) => {
      const result = results.get(output)!;
      expect(result.dims).toEqual([1, nHeads, nQueries, nKeys]);
      const truth = attentions.data.subarray(layer * size, (layer + 1) * size);
      expect(maxDifference(result.data, truth)).toBeLessThan(2e-5);
    });
    expect(maxDifference(results.get('logits')!.data, logits.data)).toBeLessThan(2e-4);
    await session.release();
  });
});

function maxDifference(data: Float32Array, truth: Float32Array | BigInt64Array): number {
  expect(data).toHaveLength(truth.length);
  return data.reduce((max, value, i) => Math.max(max, Math.abs(value - Number(truth[i]))), 0);
}
