import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { WordSought } from '../../core/inside/questions.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { keepRun } from '../ablate/keptRun.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { RunInput } from '../protocol.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import { Refused } from './refuse.ts';
import { measureSought } from './sought.ts';

type Case = {
  readonly text: string;
  readonly layer: number;
  readonly head: number;
  readonly asker: number;
  readonly words: readonly { readonly id: number; readonly score: number; readonly ofBias: number }[];
};

/** Numbers of a network in float64 that shares no code with this project: scripts/golden/inside.py. */
const GOLDEN: { readonly alone: readonly Case[] } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../core/inside/fixtures/parts.json', import.meta.url)), 'utf8'),
);

const noTurn = async (): Promise<void> => {};

async function keptOf(model: RunnableModel, input: RunInput): Promise<KeptRun> {
  return keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
}

type Asked = { readonly kind: AttentionKind; readonly layer: number; readonly head: number; readonly token: number };

const ask = (model: RunnableModel, kept: KeptRun, { kind, layer, head, token }: Asked, among: readonly number[]) =>
  measureSought(model, kept, { about: 'sought', kind, head: { layer, head }, token, among }, noTurn);

async function noOf(answer: Promise<WordSought>): Promise<string> {
  return answer.then(
    () => 'given',
    (error: unknown) => {
      if (error instanceof Refused) return `${error.refusal.why}: ${error.refusal.detail}`;
      throw error;
    },
  );
}

describe('words that a word of bookworm-gpt scores, each alone', async () => {
  const model = await startShipped('bookworm-gpt');
  const kept = await keptOf(model, { kind: 'text', text: 'The dog slept.', pair: null });

  test.each(GOLDEN.alone)('by L$layer H$head are those of an independent network', async ({ words, asker, ...at }) => {
    const ids = words.map(({ id }) => id).toSorted((a, b) => a - b);
    const { sought, token, notes } = await ask(model, kept, { ...at, kind: 'decoder', token: asker }, [...ids, ...ids]);
    expect(token.id).toBe(asker);
    expect(notes).toEqual([]);
    expect(sought.map(({ id }) => id)).toEqual(words.map(({ id }) => id));
    for (const [place, { score, ofBias }] of words.entries()) {
      expect(sought[place]!.score).toBeCloseTo(score, 3.7);
      expect(sought[place]!.ofBias).toBeCloseTo(ofBias, 3.7);
    }
  });

  test('without words to look among there is no first', async () => {
    expect(await noOf(ask(model, kept, { kind: 'decoder', layer: 0, head: 1, token: 5 }, []))).toContain(
      'no words to look among',
    );
  });

  test('a word takes one pass a layer, whatever head and text ask, and what a stopped job came to is kept', async () => {
    let passes = 0;
    const { session } = model;
    const tensors: typeof session.tensors = (...call) => {
      passes += 1;
      return session.tensors(...call);
    };
    const counted = { ...model, session: { ...session, tensors } };
    const passesOf = async (layer: number, head: number, among: readonly number[], nTurns = Infinity) => {
      passes = 0;
      let turns = 0;
      const turn = async (): Promise<void> => {
        turns += 1;
        if (turns > nTurns) throw new DOMException('stopped', 'AbortError');
      };
      const question = { about: 'sought', kind: 'decoder', head: { layer, head }, token: 50, among } as const;
      await measureSought(counted, kept, question, turn).catch((error: unknown) => {
        if (!(error instanceof DOMException)) throw error;
      });
      return passes;
    };
    await passesOf(0, 0, [50]);
    // What is read of the layer itself.
    const ofLayer = await passesOf(0, 0, [50]);
    expect(await passesOf(0, 0, [60, 61, 62])).toBe(ofLayer + 3);
    expect(await passesOf(0, 3, [60, 61, 62, 63])).toBe(ofLayer + 1);
    const some = (await passesOf(0, 3, [70, 71, 72, 73], 4)) - ofLayer;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(4);
    expect(await passesOf(0, 3, [70, 71, 72, 73])).toBe(ofLayer + 4 - some);
  });

  test('a head that is not there is told', async () => {
    expect(await noOf(ask(model, kept, { kind: 'decoder', layer: 0, head: 8, token: 5 }, [6]))).toContain(
      'no such head',
    );
  });
});

/** A head of a graph of our zoo, and what comes of the question. */
const ROWS = [
  ['llama-eager', 'decoder', 'given', ['turn', false]],
  ['gpt2', 'decoder', 'given', ['', true]],
  ['bert-eager', 'encoder', 'given', ['', true]],
  ['distilbert', 'encoder', 'given', ['', true]],
  ['bert-sdpa', 'encoder', 'given', ['', true]],
] as const;

test.each(ROWS)('%s, %s: %s; %o', async (name, kind, expected, about) => {
  const model = await startZoo(name);
  const ids = { kind: 'ids', ids: [1, 2, 3, 4] } as const;
  const kept = await keptOf(model, ids);
  const found = ask(model, kept, { kind, layer: 1, head: 1, token: 7 }, [3, 4, 9]);
  expect(await noOf(found)).toBe(expected);
  const { notes, sought } = await found;
  expect(notes.join(' ')).toContain(about[0]);
  expect(notes).toHaveLength(about[0] === '' ? 0 : 1);
  expect(sought).toHaveLength(3);
  expect(sought.every(({ ofBias }) => (ofBias === null) !== about[1])).toBe(true);
  const scores = sought.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

test('a model that reads two texts takes no word alone', async () => {
  const model = await startShipped('dates');
  const kept = await keptOf(model, { kind: 'text-to-text', source: '9 March 1998', target: null });
  const asked = ask(model, kept, { kind: 'cross', layer: 0, head: 0, token: 5 }, [6]);
  expect(await noOf(asked)).toContain('a word alone can be given only to a model that reads one text');
});
