import { describe, expect, test } from 'vitest';
import type { AttentionKind } from '../../core/tensor.ts';
import { graphFiles, startGraph } from '../testing/lookInside.ts';
import { measureDirect } from './direct.ts';
import { Refused } from './refuse.ts';

const ENCODER = 'what the encoder writes reaches the scores only through the attention of the decoder';
const POST_NORM = 'a norm lies between this head and the end of each block';
const VECTORS = 'the model gives no scores, only vectors';
const HEAD = 'between the last block and the scores lie another product and an activation';

/** What comes of the first head of the last layer of a stack: `given`, or why not. Graphs of zoo-c are public ones. */
const ROWS: readonly (readonly [graph: string, kind: AttentionKind, words: string])[] = [
  ['zoo/gpt2', 'decoder', 'given'],
  ['zoo/gpt2-merged-with-past', 'decoder', 'given'],
  ['zoo/llama-eager', 'decoder', 'given'],
  ['zoo/fp16-llama', 'decoder', 'given'],
  ['zoo/ms-gqa', 'decoder', 'given'],
  ['zoo/t5', 'decoder', 'given'],
  ['zoo/t5', 'cross', 'given'],
  ['zoo/t5', 'encoder', ENCODER],
  ['zoo/vit', 'encoder', 'given'],
  ['zoo/bart-3d', 'encoder', ENCODER],
  ['zoo/bart-3d', 'decoder', 'before the last product stands no norm that is read, but Tanh'],
  ['zoo/bert-eager', 'encoder', 'before the last product stands no norm'],
  ['zoo/int8-dynamic', 'encoder', 'before the last product stands no norm'],
  ['zoo/bert-sdpa', 'encoder', VECTORS],
  ['zoo/ms-attention', 'encoder', VECTORS],
  ['zoo/ms-multiheadattention', 'encoder', VECTORS],
  ['zoo/onnx-attention-23', 'decoder', VECTORS],
  ['zoo/fp16', 'encoder', POST_NORM],
  ['zoo/gpt2-merged-if', 'decoder', 'optimum::if'],
  ['zoo-c/gemma3', 'decoder', 'given'],
  ['zoo-c/qwen3', 'decoder', 'given'],
  ['zoo-c/qwen3-dynamo', 'decoder', 'given'],
  ['zoo-c/llama-dynamo', 'decoder', 'given'],
  ['zoo-c/hand-nanogpt', 'decoder', 'given'],
  ['zoo-c/hand-lecture-heads', 'decoder', 'given'],
  ['zoo-c/dinov2', 'encoder', VECTORS],
  ['zoo-c/modernbert', 'encoder', HEAD],
  ['zoo-c/mobilebert', 'encoder', HEAD],
  ['zoo-c/deberta-v3', 'encoder', POST_NORM],
];
const NEEDED = ROWS.filter(([graph]) => graphFiles(`${graph}/model.onnx`) !== null);

describe('direct logits of every graph: the sum of all parts is its scores, or the reason is told', () => {
  test.each(NEEDED)('%s, %s: %s', async (graph, kind, words) => {
    const { model, kept, layers } = await startGraph(graphFiles(`${graph}/model.onnx`)!);
    const run = { ...kept.done.run, tokens: [], targetTokens: null };
    const layer = layers.filter((one) => one.kind === kind).length - 1;
    const ending = model.prepared.graphs.at(-1)?.ending ?? null;
    const token = ending !== null && 'token' in ending ? ending.token : null;
    const site = model.plan.places.findIndex((place) => place?.kind === kind);
    const nQueries = kept.done.pass.layers[site]!.dims.at(-2)!;
    const query = token === null ? 2 : token < 0 ? nQueries + token : token;
    const question = { about: 'direct', kind, head: { layer, head: 0 }, query, tokens: [1], words: [] } as const;
    const found = await measureDirect(model, { ...kept, done: { ...kept.done, run } }, question, async () => {}).catch(
      (error: unknown) => {
        if (error instanceof Refused) return error.refusal.detail;
        throw error;
      },
    );
    await model.session.release();
    expect(typeof found === 'string' ? found : 'given').toContain(words);
    const { sumError, tokens } = typeof found === 'string' ? { sumError: 0, tokens: [] } : found;
    const isHalf = graph.includes('fp16');
    expect(sumError).toBeLessThan(isHalf ? 1e-3 : 1e-5);
    for (const { head, byKey } of tokens) {
      expect(byKey!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(head, isHalf ? 2 : 5);
    }
  });
});
