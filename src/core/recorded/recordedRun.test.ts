import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_EXTRAS } from '../runExtras.ts';
import { encodeBase64 } from '../files/base64.ts';
import { runJsonParts } from '../runJson.ts';
import type { ModelRun } from '../run.ts';
import type { AttentionKind, AttentionTensor } from '../tensor.ts';
import { npy, npz, rows, safetensors, utf8 } from './testing/writers.ts';
import { read } from './testing/readRun.ts';

fc.configureGlobal({ seed: 20_261_121 });

const shapes = fc.tuple(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: 6 }),
  fc.integer({ min: 1, max: 6 }),
);

describe('any tensor that is written is read back to the last bit', () => {
  test('as .npy, .npz and zip64, nested JSON, base64 and safetensors', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(1000), fc.boolean(), async (shape, seed, isZip64) => {
        const data = rows(shape, seed);
        const bytes = new Uint8Array(data.buffer);
        const [L, H, Q, K] = shape;
        const nested = Array.from({ length: L }, (_l, l) =>
          Array.from({ length: H }, (_h, h) =>
            Array.from({ length: Q }, (_q, q) =>
              Array.from(data.subarray(((l * H + h) * Q + q) * K, ((l * H + h) * Q + q + 1) * K)),
            ),
          ),
        );
        const files = {
          'a.npy': npy(shape, data),
          'a.npz': npz({ arr_0: npy(shape, data) }, isZip64),
          'a.json': { attention: nested },
          'b.json': { attention: encodeBase64(bytes), shape },
          'a.safetensors': safetensors({ attn: { shape, data } }),
        };
        for (const [name, content] of Object.entries(files)) {
          const { attention } = await read({ [name]: content });
          expect(attention).toHaveLength(1);
          expect([attention[0]!.nLayers, attention[0]!.nHeads, attention[0]!.nQueries, attention[0]!.nKeys]).toEqual(
            shape,
          );
          expect(attention[0]!.data).toEqual(data);
        }
      }),
      { numRuns: 40 },
    );
  });
});

const RUN_TENSOR: AttentionTensor = {
  kind: 'encoder',
  nLayers: 2,
  nHeads: 3,
  nQueries: 4,
  nKeys: 4,
  data: rows([2, 3, 4, 4]),
};

const RUN_TOKENS = ['[CLS]', 'a', 'cat', '[SEP]'].map((piece, position) => ({
  position,
  id: 7 * position,
  piece,
  text: piece,
  start: position,
  end: position + 1,
  special: piece.startsWith('['),
  segment: position === 3 ? (1 as const) : (0 as const),
}));

const RUN: ModelRun = {
  runId: 1,
  model: {
    id: 'tiny/bert',
    name: 'Tiny BERT',
    type: 'bert',
    nLayers: 2,
    nHeads: 3,
    dModel: null,
    isCausal: false,
    maxTokens: 9,
    precision: 'fp32',
    takesPair: true,
    takes: 'text',
  },
  backend: { name: 'wasm', threads: 1, adapter: null, isSoftware: false },
  text: 'a cat',
  pair: null,
  tokens: RUN_TOKENS,
  targetTokens: null,
  image: null,
  cut: null,
  attention: [RUN_TENSOR],
  logits: null,
  rowSumError: 0,
  forwardMs: 1,
};

const exported = (run: ModelRun) => read({ 'run.json': utf8([...runJsonParts(run, [])].join('')) });

describe('a run that was exported from here', () => {
  test('is read back as it was', async () => {
    expect(await exported(RUN)).toEqual({
      attention: [RUN_TENSOR],
      layerNumbers: [[0, 1]],
      stages: [],
      queryTokens: RUN_TOKENS,
      keyTokens: RUN_TOKENS,
      hasTarget: false,
      queryText: 'a cat',
      keyText: 'a cat',
      pairText: null,
      sinkKey: null,
      isCausal: false,
      modelName: 'Tiny BERT',
      logits: null,
      extras: NO_EXTRAS,
      warnings: [],
    });
  });

  test('keeps what the model said, where there is something', async () => {
    const logits = { nTokens: 4, nVocab: 3, data: Float32Array.from({ length: 12 }, (_, i) => i / 8 - 1) };
    expect((await exported({ ...RUN, logits })).logits).toEqual(logits);
    const odd = await exported({ ...RUN, logits: { ...logits, data: logits.data.fill(NaN, 5) } });
    expect([odd.logits, odd.warnings]).toEqual([null, [expect.stringMatching(/^What the model said is left out: /)]]);
  });

  test('of a pair of sentences keeps both texts', async () => {
    const { queryText, keyText, pairText } = await exported({ ...RUN, pair: 'a dog' });
    expect([queryText, keyText, pairText]).toEqual(['a cat', 'a cat', 'a dog']);
  });

  test('of an encoder and a decoder keeps the tokens of both', async () => {
    const target = RUN_TOKENS.slice(0, 3);
    const stack = (kind: AttentionKind, nQueries: number, nKeys: number): AttentionTensor => ({
      kind,
      nLayers: 1,
      nHeads: 2,
      nQueries,
      nKeys,
      data: rows([1, 2, nQueries, nKeys]),
    });
    const attention = [stack('encoder', 4, 4), stack('decoder', 3, 3), stack('cross', 3, 4)];
    const run = { ...RUN, pair: 'une', targetTokens: target, attention };
    expect(await exported(run)).toMatchObject({
      attention,
      queryTokens: target,
      keyTokens: RUN_TOKENS,
      queryText: 'une',
      keyText: 'a cat',
      pairText: null,
      warnings: [],
    });
    const short = { ...run, targetTokens: RUN_TOKENS.slice(0, 2) };
    await expect(exported(short)).rejects.toThrow(/2 tokens and patterns of 3 queries/);
  });

  test('of every third layer keeps their numbers, and an added sink its column', async () => {
    const keyTokens = [...RUN_TOKENS, { ...RUN_TOKENS[0]!, position: 4, piece: '(sink)', text: '(sink)' }];
    const tensor = { ...RUN_TENSOR, nKeys: 5, data: rows([2, 3, 4, 5]), layerNumbers: [3, 7] };
    const { layerNumbers, sinkKey, keyTokens: columns } = await exported({ ...RUN, keyTokens, attention: [tensor] });
    expect(layerNumbers).toEqual([[3, 7]]);
    expect(sinkKey).toBe(4);
    expect(columns).toEqual(keyTokens);
  });

  test('whose patches look at fewer regions has a column for each of them, and no sink', async () => {
    const keyTokens = RUN_TOKENS.slice(0, 2);
    const tensor = { ...RUN_TENSOR, nKeys: 2, data: rows([2, 3, 4, 2]) };
    const { sinkKey, keyTokens: columns } = await exported({ ...RUN, keyTokens, attention: [tensor] });
    expect(sinkKey).toBeNull();
    expect(columns).toEqual(keyTokens);
  });
});
