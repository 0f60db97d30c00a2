import { describe, expect, test } from 'vitest';
import type { Interventions } from './interventions.ts';
import { openModel } from './modelSession.ts';
import type { FeedValues } from './feeds.ts';
import type { ExposedModel, ModelSession } from './modelSession.ts';
import { shapeOf } from '../run/pack.ts';
import { exposeAttention } from '../surgery/expose.ts';
import { readGraph } from '../surgery/readGraph.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';
import type { OrtRuntime } from './runtime.ts';
import { attentiveEncoder } from '../testing/attentiveEncoder.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { maskedCases } from '../testing/maskedCases.ts';

function exposed(bytes: Uint8Array) {
  const facts = readGraph(bytes, 'masks');
  return { facts, bytes: exposeAttention(bytes, facts).model, externalData: [] };
}

async function withModel(model: ExposedModel, nVocab: number | null, work: (session: ModelSession) => Promise<void>) {
  const session = await openModel(nodeRuntime, model, 'wasm', nVocab);
  await work(session);
  await session.release();
}

describe('an encoder and a decoder in two files', () => {
  const zoo = loadZooModel('t5-decoder');
  const zooCase = zoo.cases[0]!;
  const golden = zooCase.logits_or_last['logits']!.data;
  const target = zooCase.inputs['input_ids']!.data;
  const states = zooCase.inputs['encoder_hidden_states']!.data;
  const ids = [0, 1, 2, 3, 4, 5];
  const feed: FeedValues = { tokens: { ids, typeIds: ids.map(() => 0) }, decoderIds: target };
  const model = (): ExposedModel => ({
    kind: 'pair',
    encoder: exposed(attentiveEncoder(states)),
    decoder: exposed(zoo.model),
  });
  const ones = (n: number) => new Float32Array(n).fill(1);

  test('take the interventions of their own layers: without its head the encoder hands on its rows', async () => {
    await withModel(model(), 33, async (session) => {
      const before = await session.run(feed);
      expect(session.support).toHaveLength(before.layers.length);
      expect(before.layers.length).toBe(1 + zooCase.attentions.length);
      expect(difference(before.logits!.data, golden)).toBeGreaterThan(0.01);
      const off = before.layers.map((_, at) =>
        at === 0 ? { scale: new Float32Array(1), pattern: null, context: null } : null,
      );
      const after = await session.run(feed, off);
      expect(difference(after.logits!.data, golden)).toBeLessThan(zoo.output_tolerance);
      // What was made of the source without the head is not kept for the next run.
      expect(difference((await session.run(feed)).logits!.data, before.logits!.data)).toBe(0);
    });
  });

  test('give the outputs of their heads, which put back are the same; cross-attention too', async () => {
    await withModel(model(), 33, async (session) => {
      const before = await session.run(feed);
      const contexts = await session.contexts(feed);
      expect(contexts.map((context) => context?.nQueries)).toEqual(
        before.layers.map((layer) => shapeOf(layer).nQueries),
      );
      for (const [index, layer] of before.layers.entries()) {
        const { nHeads } = shapeOf(layer);
        const back = { scale: new Float32Array(nHeads), pattern: null, context: contexts[index]!.data };
        const own = { scale: new Float32Array(nHeads), pattern: layer.data, context: null };
        const off = { scale: new Float32Array(nHeads), pattern: null, context: null };
        const at = (site: NonNullable<Interventions[number]>) =>
          before.layers.map((_, i) => (i === index ? site : null));
        for (const site of [back, own]) {
          expect(difference((await session.run(feed, at(site))).logits!.data, before.logits!.data)).toBeLessThan(1e-5);
        }
        expect(difference((await session.run(feed, at(off))).logits!.data, before.logits!.data)).toBeGreaterThan(1e-4);
      }
    });
  });

  test('score several targets one after another, each with its own interventions', async () => {
    await withModel(model(), 33, async (session) => {
      const before = await session.run(feed);
      const scale = Float32Array.of(1, 0);
      const both = before.layers.map((_, at) => (at === 0 ? { scale, pattern: null, context: null } : null));
      const [as, without] = await session.scoreBatch([feed, feed], both);
      expect(difference(as!.data, before.logits!.data)).toBe(0);
      expect(difference(without!.data, golden)).toBeLessThan(zoo.output_tolerance);
      expect([as!.nTokens, as!.nVocab, session.isBatched]).toEqual([4, 33, false]);
    });
  });

  test('score without patterns, and make of the source once what no head of the encoder changes', async () => {
    const fetched: (readonly string[])[] = [];
    const noting: OrtRuntime = {
      ...nodeRuntime,
      InferenceSession: {
        async create(bytes, options) {
          const session = await nodeRuntime.InferenceSession.create(bytes, options);
          return {
            run: (feeds, names, runOptions) => {
              fetched.push(names);
              return session.run(feeds, names, runOptions);
            },
            release: () => session.release(),
          };
        },
      },
    };
    const session = await openModel(noting, model(), 'wasm', 33);
    const before = await session.run(feed);
    expect(fetched[0]).toContain('last_hidden_state');
    const nRuns = fetched.length;
    const inDecoder = before.layers.map((layer, at) => {
      const scale = new Float32Array(2 * shapeOf(layer).nHeads);
      return at === 0 ? null : { scale, pattern: null, context: null };
    });
    const [first, second] = await session.scoreBatch([feed, feed], inDecoder);
    expect(first!.data).toEqual(second!.data);
    expect(difference(first!.data, before.logits!.data)).toBeGreaterThan(1e-4);
    expect(fetched.slice(nRuns)).toEqual([['logits'], ['logits']]);
    // Another target of the same ids, whoever made the list of them, is the decoder's work alone.
    const again: FeedValues = { tokens: { ids: [...ids], typeIds: ids.map(() => 0) }, decoderIds: target.slice(0, 2) };
    const shorter = await session.run(again);
    expect(fetched).toHaveLength(nRuns + 3);
    expect(shorter.layers[0]!.data).toEqual(before.layers[0]!.data);
    const other: FeedValues = { ...again, tokens: { ids: [1, ...ids.slice(1)], typeIds: ids.map(() => 0) } };
    await session.run(other);
    expect(fetched).toHaveLength(nRuns + 5);
    await session.release();
  });

  test('nothing done to any layer is the same as no interventions', async () => {
    await withModel(model(), 33, async (session) => {
      const before = await session.run(feed);
      const nothing = before.layers.map((layer) => ({
        scale: ones(shapeOf(layer).nHeads),
        pattern: null,
        context: null,
      }));
      expect((await session.run(feed, nothing)).logits!.data).toEqual(before.logits!.data);
    });
  });
});

describe('what a model says', () => {
  test.each([
    ['gpt2', null, 'vectors'],
    ['bookworm-gpt', 4096, 'logits'],
    ['bookworm-gpt', null, 'vectors'],
    ['ms-attention', null, 'vectors'],
    ['vit', null, 'vectors'],
  ] as const)('%s with a vocabulary of %s: %s', async (name, nVocab, what) => {
    const found = maskedCases().find((each) => each.name === name)!;
    await withModel({ kind: 'whole', whole: exposed(found.model) }, nVocab, async (session) => {
      const feed = found.values[0]!;
      const { logits, output } = await session.run(feed);
      expect([logits !== null, output !== null]).toEqual([what === 'logits', what === 'vectors']);
      const said = (logits ?? output)!;
      expect(said.data).toHaveLength(said.nTokens * said.nVocab);
      const [score] = await session.scoreBatch([feed], null);
      expect(score).toEqual(said);
    });
  });
});

function difference(a: Float32Array, b: ArrayLike<number>): number {
  return a.length === b.length ? a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), 0) : Infinity;
}
