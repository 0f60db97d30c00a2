import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { DirectLogits, ScorePart } from '../../core/inside/questions.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { keepRun } from '../ablate/keptRun.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { RunInput } from '../protocol.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { graphFiles, startGraph } from '../testing/lookInside.ts';
import { startShipped } from '../testing/startShipped.ts';
import { measureDirect } from './direct.ts';

/** Numbers of a network in float64 that shares no code with this project: scripts/golden/inside.py. */
const GOLDEN: {
  readonly parts: readonly {
    readonly text: string;
    readonly query: number;
    readonly target: number;
    readonly parts: readonly {
      readonly what: ScorePart['what'];
      readonly layer: number | null;
      readonly value: number;
    }[];
  }[];
} = JSON.parse(readFileSync(fileURLToPath(new URL('../../core/inside/fixtures/parts.json', import.meta.url)), 'utf8'));

const noTurn = async (): Promise<void> => {};

async function keptOf(model: RunnableModel, input: RunInput): Promise<KeptRun> {
  return keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
}

type Asked = { readonly kind: AttentionKind; readonly layer: number; readonly query: number };

const ask = (model: RunnableModel, kept: KeptRun, { kind, layer, query }: Asked): Promise<DirectLogits> =>
  measureDirect(
    model,
    kept,
    { about: 'direct', kind, head: { layer, head: 0 }, query, tokens: [1], words: [] },
    noTurn,
  );

/** "token", "heads 0", "mlp 0"; of a cross-attention "cross 0". */
const nameOf = ({ what, kind, layer }: ScorePart): string =>
  `${what === 'heads' && kind === 'cross' ? 'cross' : what}${layer === null ? '' : ` ${layer}`}`;

describe('the score of bookworm-gpt, part by part', async () => {
  const model = await startShipped('bookworm-gpt');

  test.each(GOLDEN.parts)(
    'at $query of “$text” is that of an independent network',
    async ({ text, query, target, parts }) => {
      const kept = await keptOf(model, { kind: 'text', text, pair: null });
      const found = await ask(model, kept, { kind: 'decoder', layer: 2, query });
      const [predicted] = found.tokens;
      expect(predicted!.id).toBe(target);
      expect(found.parts!.map(({ what, layer }) => [what, layer])).toEqual(
        parts.map(({ what, layer }) => [what, layer]),
      );
      for (const [at, { value }] of parts.entries()) expect(predicted!.byPart![at]).toBeCloseTo(value, 3.7);
    },
  );

  test('what the heads of a layer add is what each of its heads adds alone', async () => {
    const kept = await keptOf(model, { kind: 'text', text: 'The dog slept.', pair: null });
    for (const layer of [0, 3]) {
      const { parts, tokens } = await ask(model, kept, { kind: 'decoder', layer, query: 3 });
      const at = parts!.findIndex((part) => part.what === 'heads' && part.layer === layer);
      for (const { byPart, allHeads } of tokens) {
        expect(byPart![at]).toBeCloseTo(
          allHeads.reduce((sum, one) => sum + one, 0),
          4,
        );
      }
    }
  });
});

/** What the parts of a graph are, in order; those of zoo-c are public graphs and lie beside the checkout. */
const ROWS: readonly (readonly [graph: string, kind: AttentionKind, parts: string])[] = [
  ['zoo/gpt2', 'decoder', 'token, position, heads 0, mlp 0, heads 1, mlp 1, heads 2, mlp 2, bias, constant'],
  ['zoo/llama-eager', 'decoder', 'token, heads 0, mlp 0, heads 1, mlp 1, constant'],
  ['zoo/fp16-llama', 'decoder', 'token, heads 0, mlp 0, heads 1, mlp 1, constant'],
  ['zoo/ms-gqa', 'decoder', 'token, heads 0, mlp 0, heads 1, mlp 1, constant'],
  ['zoo/t5', 'cross', 'token, heads 0, cross 0, mlp 0, heads 1, cross 1, mlp 1, heads 2, cross 2, mlp 2, constant'],
  ['zoo/vit', 'encoder', 'position, start, heads 0, mlp 0, heads 1, mlp 1, heads 2, mlp 2, bias, constant'],
  ['zoo-c/gemma3', 'decoder', 'token, heads 0, mlp 0, heads 1, mlp 1, heads 2, mlp 2, constant'],
  ['zoo-c/qwen3-dynamo', 'decoder', 'token, heads 0, mlp 0, heads 1, mlp 1, constant'],
  ['zoo-c/hand-nanogpt', 'decoder', 'position, token, heads 0, mlp 0, heads 1, mlp 1, bias, constant'],
  ['zoo-c/hand-lecture-heads', 'decoder', 'token, position, heads 0, heads 1, bias, constant'],
];
const NEEDED = ROWS.filter(([graph]) => graphFiles(`${graph}/model.onnx`) !== null);

test.each(NEEDED)('%s, %s: %s, which sum to the score', async (graph, kind, expected) => {
  const { model, kept } = await startGraph(graphFiles(`${graph}/model.onnx`)!);
  const done = { ...kept, done: { ...kept.done, run: { ...kept.done.run, tokens: [], targetTokens: null } } };
  const ending = model.prepared.graphs.at(-1)?.ending ?? null;
  const token = ending !== null && 'token' in ending ? ending.token : null;
  const site = model.plan.places.findIndex((place) => place?.kind === kind);
  const nQueries = kept.done.pass.layers[site]!.dims.at(-2)!;
  const found = await ask(model, done, { kind, layer: 0, query: token === -1 ? nQueries - 1 : (token ?? 2) });
  await model.session.release();
  expect(found.whyNoParts).toBe(null);
  expect(found.parts!.map(nameOf).join(', ')).toBe(expected);
  for (const { byPart, logit } of found.tokens) {
    expect(byPart).toHaveLength(found.parts!.length);
    expect(Math.abs(byPart!.reduce((sum, one) => sum + one, 0) - logit)).toBeLessThan(
      graph.includes('fp16') ? 1e-2 : 1e-5,
    );
  }
});

test('a norm over the embeddings leaves them one part, and heads of both attentions theirs', async () => {
  const model = await startShipped('dates');
  const kept = await keptOf(model, { kind: 'text-to-text', source: '9 March 1998', target: null });
  const { parts } = await ask(model, kept, { kind: 'cross', layer: 1, query: 2 });
  expect(parts!.map(nameOf).join(', ')).toBe('start, heads 0, cross 0, mlp 0, heads 1, cross 1, mlp 1, bias, constant');
});
