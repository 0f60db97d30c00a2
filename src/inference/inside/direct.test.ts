import { beforeAll, describe, expect, test } from 'vitest';
import { SPOKEN_CASES } from '../../core/inside/testing/fixtures.ts';
import type { Listed } from '../../core/inside/testing/fixtures.ts';
import type { DirectLogits } from '../../core/inside/questions.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { keepRun } from '../ablate/keptRun.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { RunInput } from '../protocol.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startShipped } from '../testing/startShipped.ts';
import { measureDirect } from './direct.ts';
import { Refused } from './refuse.ts';

const noTurn = async (): Promise<void> => {};

async function keptOf(model: RunnableModel, input: RunInput): Promise<KeptRun> {
  return keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
}

const ask = (model: RunnableModel, kept: KeptRun, layer: number, head: number, query: number, kind: AttentionKind) =>
  measureDirect(model, kept, { about: 'direct', kind, head: { layer, head }, query, tokens: [], words: [] }, noTurn);

/** The refusal, as words. */
async function noOf(answer: Promise<DirectLogits>): Promise<string> {
  return answer.then(
    () => 'given',
    (error: unknown) => {
      if (error instanceof Refused) return `${error.refusal.why}: ${error.refusal.detail}`;
      throw error;
    },
  );
}

/** Equal in order, but for neighbours whose values are closer than what is allowed. */
function expectList(found: DirectLogits['promoted'], expected: readonly Listed[]): void {
  for (const [at, [id, , value]] of expected.entries()) {
    expect(Math.abs(found[at]!.value - value)).toBeLessThan(1e-4);
    const isNear = expected.some(([other, , near]) => other === found[at]!.id && Math.abs(near - value) < 1e-4);
    expect(found[at]!.id === id || isNear).toBe(true);
  }
}

describe('direct logits of bookworm-gpt', () => {
  let model: RunnableModel;
  beforeAll(async () => {
    model = await startShipped('bookworm-gpt');
  });

  test.each(SPOKEN_CASES)(
    'L$layer H$head at query $query are those of an independent network, list by list and key by key',
    async ({ text, layer, head, query, direct }) => {
      const kept = await keptOf(model, { kind: 'text', text, pair: null });
      const found = await ask(model, kept, layer, head, query, 'decoder');
      const [predicted, next] = found.tokens;
      const close = (value: number) => expect.closeTo(value, 3.7);
      expect(predicted).toMatchObject({ id: direct.target, role: 'predicted' });
      expect([predicted!.head, predicted!.logit]).toEqual([close(direct.head), close(direct.logitOverVocabulary)]);
      expect(Array.from(predicted!.byKey!.subarray(0, direct.byKey.length))).toEqual(direct.byKey.map(close));
      expect(Array.from(predicted!.allHeads)).toEqual(direct.allHeadsOfLayer.map(close));
      expectList(found.promoted, direct.promoted);
      expectList(found.suppressed, direct.suppressed);
      expect(next === undefined ? null : next.role).toBe(query + 1 < kept.done.run.tokens.length ? 'next' : null);
      expect(found.sumError).toBeLessThan(1e-3);
      for (const { byKey, head: whole } of found.tokens) {
        expect(byKey!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(whole, 4);
      }
    },
  );

  test('beside each stands what switching the head off changes, which is another number', async () => {
    const text = 'The boy sprinted to the bank because he needed cash quickly.';
    const kept = await keptOf(model, { kind: 'text', text, pair: null });
    const { tokens, meanDirect, meanMeasured } = await ask(model, kept, 1, 6, 9, 'decoder');
    const interventions = kept.done.pass.layers.map((_, site) => {
      return site === 1
        ? { scale: Float32Array.from({ length: 8 }, (__, head) => Number(head !== 6)), pattern: null, context: null }
        : null;
    });
    const { logits } = await model.session.run(kept.done.feed, interventions);
    const over = (data: Float32Array, id: number): number => {
      const row = data.subarray(9 * 4096, 10 * 4096);
      return row[id]! - row.reduce((sum, value) => sum + value, 0) / row.length;
    };
    for (const { id, measured } of tokens) {
      expect(measured).toBeCloseTo(over(kept.copy!.data, id) - over(logits!.data, id), 4);
    }
    expect(Math.abs(tokens[0]!.measured! - tokens[0]!.head)).toBeGreaterThan(1e-3);
    expect(meanDirect).toBeGreaterThan(0.01);
    expect(meanMeasured).toBeGreaterThan(0.01);
  });

  test('of a token that is asked about the value is the one in the list; a head, query or token that is not there is told or left out', async () => {
    const kept = await keptOf(model, { kind: 'text', text: 'A dog saw a dog.', pair: null });
    const { promoted } = await ask(model, kept, 3, 1, 4, 'decoder');
    const [first] = promoted;
    const question = { about: 'direct', kind: 'decoder', head: { layer: 3, head: 1 }, query: 4, words: [] } as const;
    const { tokens } = await measureDirect(
      model,
      kept,
      { ...question, tokens: [first!.id, first!.id, 9999, -1] },
      noTurn,
    );
    const asked = tokens.filter(({ role }) => role === 'asked');
    expect(asked.map(({ id, text }) => [id, text])).toEqual([[first!.id, first!.text]]);
    expect(asked[0]!.head).toBeCloseTo(first!.value, 5);
    expect(await noOf(ask(model, kept, 9, 0, 0, 'decoder'))).toContain('no such head');
    expect(await noOf(ask(model, kept, 0, 8, 0, 'decoder'))).toContain('no such head');
    expect(await noOf(ask(model, kept, 0, 0, 99, 'decoder'))).toContain('no such head or query');
  });
});

/** The same model as if its scores were capped: 8 tanh(x / 8). */
function capped(model: RunnableModel): RunnableModel {
  const { session, prepared } = model;
  const graphs = prepared.graphs.map((facts) => {
    if (facts.ending === null || 'whyNot' in facts.ending) throw new Error('no ending');
    return { ...facts, ending: { ...facts.ending, softCap: 8 } };
  });
  const tensors: typeof session.tensors = async (feed, site, names, interventions) => {
    const found = await session.tensors(feed, site, names, interventions);
    const scores = found.get('logits');
    if (scores === undefined) return found;
    return new Map([...found, ['logits', { ...scores, data: scores.data.map((one) => 8 * Math.tanh(one / 8)) }]]);
  };
  return { ...model, prepared: { ...prepared, graphs }, session: { ...session, tensors } };
}

test('a cap over the scores is undone: a model with one tells the numbers of the same model without', async () => {
  const model = await startShipped('bookworm-gpt');
  const kept = await keptOf(model, { kind: 'text', text: 'The old king rode home.', pair: null });
  const plain = await ask(model, kept, 3, 1, 4, 'decoder');
  const below = await ask(capped(model), { ...kept }, 3, 1, 4, 'decoder');
  expect(plain.tokens.map(({ id }) => id)).toEqual(below.tokens.map(({ id }) => id));
  for (const [at, { head, logit, measured }] of plain.tokens.entries()) {
    const found = below.tokens[at]!;
    expect(Math.abs(found.head - head)).toBeLessThan(1e-6);
    expect(Math.abs(found.logit - logit)).toBeLessThan(2e-3);
    expect(Math.abs(found.measured! - measured!)).toBeLessThan(2e-3);
  }
  expect(Math.abs(plain.tokens[0]!.logit)).toBeGreaterThan(4);
  expect(Math.abs(below.meanMeasured! - plain.meanMeasured!)).toBeLessThan(2e-3);
});

test('what keys offer is asked for once a head: another token or query of it takes no such runs again', async () => {
  const model = await startShipped('bookworm-gpt');
  const kept = await keptOf(model, { kind: 'text', text: 'A dog saw a dog.', pair: null });
  let runs = 0;
  const { session } = model;
  const counting: typeof session.tensors = (...call) => {
    runs += 1;
    return session.tensors(...call);
  };
  const counted = { ...model, session: { ...session, tensors: counting } };
  const runsOf = async (query: number, head = 1): Promise<number> => {
    runs = 0;
    await ask(counted, kept, 3, head, query, 'decoder');
    return runs;
  };
  // As it is, all parts with it, and without each of 8 heads; for what keys offer without the head and once looking at one key each.
  expect(await runsOf(4)).toBe(9 + 2);
  expect(await runsOf(4)).toBe(0);
  expect(await runsOf(3)).toBe(9);
  expect(await runsOf(3, 2)).toBe(2);
});

test('of a word that is typed its first token is spoken of, once, behind a space where that is the shorter reading', async () => {
  const model = await startShipped('bookworm-gpt');
  const kept = await keptOf(model, { kind: 'text', text: 'A dog saw a dog.', pair: null });
  const dog = kept.done.run.tokens.find(({ text }) => text === ' dog')!;
  const question = { about: 'direct', kind: 'decoder', head: { layer: 3, head: 1 }, query: 4 } as const;
  const typed = ['dog', 'unicornish', ',', ''];
  const { tokens, words } = await measureDirect(model, kept, { ...question, tokens: [dog.id], words: typed }, noTurn);
  expect(words.map(({ word }) => word)).toEqual(typed);
  const [first, long, comma, none] = words.map((word) => word.tokens);
  expect(first).toEqual([{ id: dog.id, text: ' dog' }]);
  expect(long!.length).toBeGreaterThan(1);
  expect(long!.map(({ text }) => text).join('')).toBe(' unicornish');
  expect(comma!.map(({ text }) => text)).toEqual([',']);
  expect(none).toEqual([]);
  const asked = tokens.filter(({ role }) => role === 'asked').map(({ id }) => id);
  expect(asked).toEqual([dog.id, long![0]!.id, comma![0]!.id]);
  for (const { byKey, head } of tokens) {
    expect(byKey!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(head, 4);
  }
});

test('a picture model of one linear product tells of the token that its classes are made of, and of no other', async () => {
  const model = await startShipped('fashion-vit');
  const pixels = Uint8ClampedArray.from({ length: 4 * 28 * 28 }, (_, at) => (at % 4 === 3 ? 255 : (at * 37) % 251));
  const kept = await keptOf(model, { kind: 'image', name: 'a.png', width: 28, height: 28, pixels });
  const { tokens, sumError, promoted, notes } = await ask(model, kept, 2, 1, 0, 'encoder');
  expect(sumError).toBeLessThan(1e-3);
  expect([tokens.map(({ role }) => role), promoted.length, notes.length]).toEqual([['predicted'], 10, 1]);
  const { byKey, head, measured } = tokens[0]!;
  expect(byKey!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(head, 4);
  expect(Math.abs(measured!)).toBeGreaterThan(1e-4);
  expect(await noOf(ask(model, kept, 2, 1, 5, 'encoder'))).toContain('made of token 0 alone');
});

test('a decoder in a file of its own: its own attention and that to the source lead to the scores, the encoder does not', async () => {
  const model = await startShipped('dates');
  const kept = await keptOf(model, { kind: 'text-to-text', source: '9 March 1998', target: null });
  const [nTarget, nSource] = [kept.done.run.targetTokens!.length, kept.done.run.tokens.length];
  expect(nTarget).not.toBe(nSource);
  for (const [kind, nKeys] of [
    ['decoder', nTarget],
    ['cross', nSource],
  ] as const) {
    const { tokens, sumError } = await ask(model, kept, 1, 1, 2, kind);
    expect(sumError).toBeLessThan(1e-3);
    for (const { byKey, head } of tokens) {
      expect(byKey).toHaveLength(nKeys);
      expect(byKey!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(head, 4);
    }
  }
  expect(await noOf(ask(model, kept, 0, 0, 1, 'encoder'))).toContain('only through the attention of the decoder');
});

test('bookworm-bert has another product and an activation before its scores, and says so', async () => {
  const model = await startShipped('bookworm-bert');
  const kept = await keptOf(model, { kind: 'text', text: 'The dog slept.', pair: null });
  expect(await noOf(ask(model, kept, 0, 0, 1, 'encoder'))).toContain('another product and an activation');
});
