import { describe, expect, test } from 'vitest';
import { packAttention } from '../run/pack.ts';
import { openSession } from './session.ts';
import { exposeAttention } from '../surgery/expose.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';
import { nodeRuntime, pretendGpuRuntime } from '../testing/runtimes.ts';
import { modelFile, reference } from '../testing/shippedModels.ts';

/** Rounding between the training framework and this runtime. */
const TOLERANCE = 2e-5;

function expose(bytes: Uint8Array) {
  const facts = readGraph(bytes);
  return { facts, bytes: exposeAttention(bytes, facts).model, externalData: [] };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number | bigint>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - Number(b[i]))), 0);
}

describe('openSession', () => {
  test.each([
    ['bookworm-gpt', 4096],
    ['bookworm-bert', 5000],
  ] as const)('%s gives the attentions and logits of the framework that trained it', async (id, nVocab) => {
    const { ids, attentions, logits } = reference(id);
    const session = await openSession(nodeRuntime, expose(modelFile(id, 'onnx/model.onnx')), 'wasm', nVocab);
    const tokens = { tokens: { ids, typeIds: ids.map(() => 0) } };
    await session.run(tokens);
    // The second run asks only for what the first one found.
    const pass = await session.run(tokens);
    const { attention, rowSumError } = packAttention(pass.layers);
    const [tensor] = attention;
    expect(attention).toHaveLength(1);
    expect([tensor!.nLayers, tensor!.nHeads, tensor!.nQueries, tensor!.nKeys]).toEqual(attentions.dims);
    expect(largestDifference(tensor!.data, attentions.data)).toBeLessThan(TOLERANCE);
    expect(rowSumError).toBeLessThan(1e-5);
    expect([pass.logits!.nTokens, pass.logits!.nVocab]).toEqual([11, nVocab]);
    // Logits reach about 20, attentions only 1.
    expect(largestDifference(pass.logits!.data, logits.data)).toBeLessThan(2e-4);
    await session.release();
  });

  test.each([
    ['gpt2-merged-with-past', 'decoder'],
    ['fp16', 'encoder'],
  ] as const)('%s: caches are fed empty and half precision comes out as float32', async (name, kind) => {
    const zoo = loadZooModel(name);
    const sample = zoo.cases.find(({ inputs, attentions }) => {
      const noPast = Object.values(inputs).every(({ dims, data }) => dims.length < 4 || data.length === 0);
      const noPadding = inputs['attention_mask']?.data.every((value) => value === 1) ?? true;
      return noPast && noPadding && attentions[0]?.dims[0] === 1;
    });
    const ids = sample!.inputs['input_ids']!.data;
    const typeIds = sample!.inputs['token_type_ids']?.data ?? ids.map(() => 0);
    const session = await openSession(nodeRuntime, expose(zoo.model), 'wasm', null);
    const { layers } = await session.run({ tokens: { ids, typeIds } });
    expect(layers.map((layer) => [layer.kind, layer.layer])).toEqual(
      sample!.attentions.map(({ layer }) => [kind, layer]),
    );
    for (const [index, { data }] of sample!.attentions.entries()) {
      expect(largestDifference(layers[index]!.data, data)).toBeLessThan(zoo.attention_tolerance);
    }
    await session.release();
  });

  test('scores alone come without patterns, and are the same', async () => {
    const { ids, logits } = reference('bookworm-gpt');
    const session = await openSession(nodeRuntime, expose(modelFile('bookworm-gpt', 'onnx/model.onnx')), 'wasm', 4096);
    const pass = await session.run({ tokens: { ids, typeIds: ids.map(() => 0) } }, 'logits');
    expect(pass.layers).toEqual([]);
    expect(largestDifference(pass.logits!.data, logits.data)).toBeLessThan(2e-4);
    await session.release();
  });

  test('weights in a file of their own are given to the runtime; without them the model does not open', async () => {
    const zoo = loadZooModel('external-data');
    const exposed = expose(zoo.model);
    const externalData = [{ path: 'model.onnx_data', data: zoo.externalData! }];
    const session = await openSession(nodeRuntime, { ...exposed, externalData }, 'wasm', null);
    const { inputs, attentions } = zoo.cases[0]!;
    const ids = inputs['input_ids']!.data;
    const { layers } = await session.run({ tokens: { ids, typeIds: ids.map(() => 0) } });
    expect(largestDifference(layers[0]!.data, attentions[0]!.data)).toBeLessThan(2e-6);
    await session.release();
    await expect(openSession(nodeRuntime, exposed, 'wasm', null)).rejects.toMatchObject({ code: 'unsupported-graph' });
  });

  test('bytes that are cut short are model-truncated', async () => {
    const { facts, bytes } = expose(modelFile('bookworm-gpt', 'onnx/model.onnx'));
    const cut = { facts, bytes: bytes.subarray(0, 100_000), externalData: [] };
    await expect(openSession(nodeRuntime, cut, 'wasm', null)).rejects.toMatchObject({ code: 'model-truncated' });
  });

  test('a token id beyond the vocabulary fails the run with an AppError, and the session goes on', async () => {
    const session = await openSession(nodeRuntime, expose(modelFile('bookworm-gpt', 'onnx/model.onnx')), 'wasm', 4096);
    await expect(session.run({ tokens: { ids: [1, 999_999], typeIds: [0, 0] } })).rejects.toMatchObject({
      code: 'run-failed',
    });
    const { layers } = await session.run({ tokens: { ids: [0, 5, 6], typeIds: [0, 0, 0] } });
    expect(layers.map(({ dims }) => dims)).toEqual(Array.from({ length: 4 }, () => [1, 8, 3, 3]));
    await session.release();
  });

  test.each([
    [false, 'a loss in use is told'],
    [true, 'a loss after release is not'],
  ])('released first: %s; %s', async (isReleased) => {
    const { runtime, lose } = pretendGpuRuntime();
    const session = await openSession(runtime, expose(modelFile('bookworm-gpt', 'onnx/model.onnx')), 'webgpu', 4096);
    if (isReleased) await session.release();
    lose('gone');
    const nothing = new Promise((resolve) => setImmediate(() => resolve('nothing')));
    expect(await Promise.race([session.lost, nothing])).toBe(isReleased ? 'nothing' : 'gone');
  });
});
