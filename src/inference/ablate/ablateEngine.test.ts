import { describe, expect, test } from 'vitest';
import type { Fetch } from '../sources/fetch.ts';
import { fileFetch } from '../testing/shippedModels.ts';
import { hear, SENTENCE, OFF, compareByHand, head } from '../testing/hearAblation.ts';

describe('an ablation of a causal model', () => {
  test('tells the run with the heads off, then an effect that a second road finds in the scores', async () => {
    const { engine, load, run, ablate, of, replies } = hear();
    load(1, 'bookworm-gpt');
    run(5, SENTENCE);
    ablate(8, OFF);
    await engine.idle();
    const types = replies.map(({ type }) => type).filter((type) => type !== 'progress');
    // The picture does not wait for its labels.
    expect(types).toEqual(['loaded', 'ran', 'ablated', 'effect', 'labelled']);
    const [before] = of('ran');
    const [ablated] = of('ablated');
    const [reply] = of('effect');
    expect([ablated!.ablateId, ablated!.run.runId, ablated!.run.ablation]).toEqual([8, 5, OFF]);
    expect([reply!.ablateId, reply!.isFinal]).toEqual([8, true]);
    const { tokens, logits, attention } = before!.run;
    expect(ablated!.run.attention.map(({ kind, nLayers, nQueries }) => [kind, nLayers, nQueries])).toEqual([
      ['decoder', 4, tokens.length],
    ]);
    // What goes into the first layer is the same; what goes into the second is not.
    const layerSize = attention[0]!.data.length / 4;
    const [was, is] = [attention[0]!.data, ablated!.run.attention[0]!.data];
    expect(largest(was.subarray(0, layerSize), is.subarray(0, layerSize))).toBeLessThan(1e-7);
    expect(largest(was.subarray(layerSize, 2 * layerSize), is.subarray(layerSize, 2 * layerSize))).toBeGreaterThan(
      1e-3,
    );

    const hand = compareByHand(logits!, ablated!.run.logits!);
    const { effect } = reply!;
    expect(effect.objective).toBe('next-token');
    const scored = effect.positions.filter(({ target }) => target !== null);
    expect(scored.map(({ target }) => target)).toEqual(tokens.slice(2).map(({ id }) => id));
    for (const position of effect.positions) {
      const found = hand[position.position]!;
      expect(position.kl).toBeCloseTo(found.kl, 6);
      expect(position.isFlipped).toBe(found.isFlipped);
      expect(position.after[0]?.id).toBe(found.best);
      expect(position.after[0]?.probability).toBeCloseTo(Math.exp(-found.after[found.best]!), 6);
      if (position.target === null) continue;
      expect(position.lossBefore).toBeCloseTo(found.before[position.target]!, 5);
      expect(position.lossAfter).toBeCloseTo(found.after[position.target]!, 5);
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(effect.summary.nScored).toBe(tokens.length - 2);
    expect(effect.summary.lossAfter).toBeCloseTo(mean(scored.map(({ lossAfter }) => lossAfter)), 9);
    expect(Math.abs(effect.summary.lossAfter - effect.summary.lossBefore)).toBeGreaterThan(0.001);
    expect(effect.summary.meanKl).toBeGreaterThan(0.01);
  });

  test('the words of every candidate come with the effect', async () => {
    const { engine, load, run, ablate, of } = hear();
    load(1, 'bookworm-gpt');
    run(1, SENTENCE);
    ablate(1, OFF);
    await engine.idle();
    const { effect, words } = of('effect')[0]!;
    const ids = effect.positions.flatMap(({ before, after }) => [...before, ...after].map(({ id }) => id));
    expect(ids.every((id) => words.has(id))).toBe(true);
    const bank = of('ran')[0]!.run.tokens.find(({ text }) => text === ' bank')!;
    expect(words.get(bank.id)).toBe(' bank');
  });

  test('of no head changes nothing: same scores, bit by bit, and no effect', async () => {
    const { engine, load, run, ablate, of } = hear();
    load(1, 'bookworm-gpt');
    run(1, SENTENCE);
    ablate(1, { mode: 'mean', heads: [head(1, 1, 1)] });
    await engine.idle();
    expect(of('ablated')[0]!.run.logits).toEqual(of('ran')[0]!.run.logits);
    expect(of('effect')[0]!.effect.summary).toMatchObject({ meanKl: 0, nFlips: 0 });
  });

  test('has an effect in every mode, and next to none where a head is kept but for a thousandth', async () => {
    const { engine, load, run, ablate, of } = hear();
    load(1, 'bookworm-gpt');
    run(1, SENTENCE);
    await engine.idle();
    const labels = { 'decoder:L0H4': 'local' } as const;
    for (const [index, mode] of (['zero', 'flat', 'mean', 'ideal'] as const).entries()) {
      ablate(3 * index, { mode, heads: [head(0, 4, 0)], labels });
      await engine.idle();
      ablate(3 * index + 1, { mode, heads: [head(0, 4, 0.999)], labels });
      await engine.idle();
      expect(of('ablate-failed')).toEqual([]);
      const [off, barely] = of('effect').slice(-2);
      expect(off!.effect.summary.meanKl).toBeGreaterThan(1e-3);
      expect(barely!.effect.summary.meanKl).toBeLessThan(off!.effect.summary.meanKl / 100);
    }
  });

  test('a newer ablation silences the one under way, and so does a newer run', async () => {
    const { engine, load, run, ablate, of } = hear();
    load(1, 'bookworm-gpt');
    run(1, SENTENCE);
    await engine.idle();
    ablate(1, OFF);
    ablate(2, { ...OFF, heads: [head(3, 3)] });
    await engine.idle();
    expect(of('ablated').map(({ ablateId }) => ablateId)).toEqual([2]);
    ablate(3, OFF);
    run(2, 'The girl ran.');
    await engine.idle();
    expect(of('ablated').map(({ ablateId }) => ablateId)).toEqual([2]);
    ablate(4, OFF);
    await engine.idle();
    expect(of('ablated').at(-1)).toMatchObject({ ablateId: 4, run: { runId: 2 } });
  });
});

describe('an ablation that cannot be made', () => {
  test('names the head that the model does not have', async () => {
    const { engine, load, run, ablate, of } = hear();
    load(1, 'bookworm-gpt');
    run(1, SENTENCE);
    ablate(2, { mode: 'zero', heads: [head(7, 1)] });
    await engine.idle();
    expect(of('ablate-failed')).toEqual([
      { type: 'ablate-failed', ablateId: 2, error: { code: 'bad-input', detail: 'the model has no head L7H1' } },
    ]);
  });

  test('ideal for a head with a label that is no pattern says so', async () => {
    const { engine, load, run, ablate, of } = hear();
    load(1, 'bookworm-gpt');
    run(1, SENTENCE);
    ablate(2, { mode: 'ideal', heads: [head(0, 6)], labels: { 'decoder:L0H6': 'heterogeneous' } });
    await engine.idle();
    expect(of('ablate-failed')[0]?.error).toEqual({
      code: 'bad-input',
      detail: 'L0H6: the label "no clear pattern" describes no single pattern here',
    });
  });

  test('before any run, or without a model, fails in words', async () => {
    const { engine, load, ablate, of } = hear();
    ablate(1, OFF);
    await engine.idle();
    load(1, 'bookworm-gpt');
    ablate(2, OFF);
    await engine.idle();
    expect(of('ablate-failed').map(({ error }) => error.detail)).toEqual([
      'heads can only be switched off in a model that runs; none is open',
      'the model has not run yet, so there is nothing to compare with',
    ]);
  });

  test('of a recording fails in words, and its load says that there are no ablations', async () => {
    const { engine, ablate, of } = hear();
    const json = JSON.stringify({
      attention: [
        [
          [
            [1, 0],
            [0.5, 0.5],
          ],
        ],
      ],
      tokens: ['a', 'b'],
    });
    const files = [{ path: 'r.json', blob: new Blob([json]) }];
    engine.handle({
      type: 'load',
      loadId: 1,
      source: { from: 'recording', id: 'r', name: 'R', files },
      backend: 'auto',
    });
    engine.handle({ type: 'run', runId: 1, input: { kind: 'nothing' } });
    ablate(1, OFF);
    await engine.idle();
    expect(of('loaded')[0]?.ablation).toBeNull();
    expect(of('ablate-failed')[0]?.error.code).toBe('bad-input');
  });
});

describe('the run with heads switched off says what the mean was over', () => {
  const without: Fetch = async (url, init) =>
    url.includes('head_means') ? new Response('', { status: 404 }) : fileFetch(url, init);
  test.each([
    ['the file that comes with the model', 'mean', {}, 'reference-sentences'],
    ['sentences of the page', 'mean', { fetch: without, sentences: 'He ran.\nShe slept.' }, 'reference-sentences'],
    ['its own positions, where there are neither', 'mean', { fetch: without }, 'own-positions'],
    ['nothing, in another mode', 'zero', { fetch: without }, null],
  ] as const)('%s', async (_, mode, options, expected) => {
    const { engine, load, run, ablate, of } = hear(options);
    load(1, 'bookworm-gpt');
    run(1, 'A letter lay on the table.');
    ablate(1, { ...OFF, mode });
    await engine.idle();
    expect(of('ablated').map((reply) => reply.run.meanOver)).toEqual([expected]);
  });
});

describe('what a model allows', () => {
  test.each([
    ['bookworm-gpt', 'next-token'],
    ['bookworm-bert', 'masked-token'],
  ] as const)('%s: every mode, and effects on the %s', async (id, objective) => {
    const { engine, load, of } = hear();
    load(1, id);
    await engine.idle();
    expect(of('loaded')[0]?.ablation).toEqual({
      limits: null,
      modes: ['zero', 'mean', 'flat', 'ideal', 'shared'],
      objective,
      meanOver: 'reference-sentences',
    });
  });
});

function largest(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}
