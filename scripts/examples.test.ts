import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answersOf } from '../src/core/ask/answers.ts';
import { wordsInPieces } from '../src/core/wordPieces.ts';
import type { ModelRun } from '../src/core/run.ts';
import { formatHead, parseHead } from '../src/core/selection.ts';
import type { HeadRef } from '../src/core/selection.ts';
import { stackOf } from '../src/core/stack.ts';
import { runInput } from '../src/inference/run/runInput.ts';
import { hearEngine } from '../src/inference/testing/hearEngine.ts';
import { startShipped } from '../src/inference/testing/startShipped.ts';
import { DEFAULT_TEXT } from '../src/app/state/fields.ts';
import { EXAMPLES, headsOfExample } from '../src/app/state/examples.ts';
import type { Example } from '../src/app/state/examples.ts';
import { LOOKS } from '../src/app/ask/looks.ts';
import { readManifest } from './modelManifest.ts';

const MODELS = resolve(import.meta.dirname, '../models');

/** What an example says of a head: where it looks from the asked word, and with which weight at least. */
type Claim = { readonly head: string; readonly word: string; readonly at: number; readonly least: number };

const claim = (head: string, word: string, at: number, least: number): Claim => ({ head, word, at, least });

/** The asked word, and every sentence of `LOOKS` that names a head. */
const CLAIMS: Readonly<Record<string, readonly [asked: string, ...Claim[]]>> = {
  'the first sentence': ['needed', claim('L3H2', 'boy', 2, 0.55), claim('L0H6', 'he', 9, 0.95)],
  'both sides of a word': ['bank', claim('L0H2', 'he', 9, 0.9), claim('L3H2', 'cas', 11, 0.15)],
  'the same in whole words': ['needed', claim('L3H2', 'boy', 2, 0.5), claim('L0H6', 'he', 8, 0.95)],
  'both sides, in whole words': ['bank', claim('L0H2', 'he', 8, 0.9), claim('L3H7', 'money', 10, 0.15)],
  'one word back': ['before', claim('L0H6', 'just', 9, 0.95)],
  'the same word': ['cat', claim('L0H2', 'cat', 2, 0.95)],
  'a phrase that returns: induction': ['met', claim('L2H3', 'the', 8, 0.85), claim('L1H6', 'the', 8, 0.75)],
  'subject and verb': ['were', claim('L3H6', 'letters', 2, 0.85), claim('L3H5', 'letters', 2, 0.9)],
  'who is “her”?': ['her', claim('L3H5', 'girl', 2, 0.7)],
  'who is “it”?': ['it', claim('L3H6', 'chair', 2, 0.35), claim('L3H2', 'chair', 2, 0.15)],
  punctuation: ['think', claim('L0H5', ',', 4, 0.4), claim('L3H3', ',', 4, 0.3)],
  'one word, three times': ['is', claim('L0H2', 'is', 3, 0.75), claim('L0H6', 'that', 8, 0.95)],
  'a word to fill in': ['[MASK]', claim('L2H3', 'opened', 2, 0.45), claim('L2H0', 'garden', 10, 0.5)],
  'two sentences': ['dog', claim('L1H7', 'dog', 14, 0.3)],
  'what was wrong?': ['was', claim('L3H6', 'letter', 6, 0.5), claim('L3H2', 'lady', 2, 0.6)],
  'nurse and doctor: is this a bias?': ['had', claim('L3H2', 'nurse', 2, 0.45)],
};

const rooms = new Map<string, ReturnType<typeof hearEngine>>();
let runs = 0;

async function read(modelId: Example['modelId'], text: string, pair: string | null): Promise<ModelRun> {
  const room = rooms.get(modelId) ?? hearEngine();
  if (!rooms.has(modelId)) {
    rooms.set(modelId, room);
    room.load(1, modelId);
    await room.engine.idle();
  }
  runs += 1;
  room.run(runs, text, pair);
  await room.until('ran', room.of('ran').length + 1);
  return room.of('ran').at(-1)!.run;
}

function looks(run: ModelRun, head: HeadRef, ask: number) {
  const { said } = answersOf(stackOf(run, null)!, ask, 'query');
  const found = said.find((one) => formatHead(one.head) === formatHead(head));
  return { at: found?.position, weight: found?.weight ?? 0 };
}

describe('an example', () => {
  test('has a sentence on what to look for, and no sentence is of none', () => {
    expect(Object.keys(LOOKS)).toEqual(EXAMPLES.map(({ name }) => name));
  });

  test.each(EXAMPLES)('is true: $name', async ({ name, modelId, text, pair, ask, heads }) => {
    const look = LOOKS[name]!;
    const run = await read(modelId, text, pair);
    const [asked, ...claims] = CLAIMS[name]!;
    expect(run.tokens[ask]?.text.trim()).toBe(asked);
    for (const { head, word, at, least } of claims) {
      const found = looks(run, parseHead(head)!, ask);
      expect(run.tokens[at]?.text.trim()).toBe(word);
      expect([head, found.at]).toEqual([head, at]);
      expect(found.weight).toBeGreaterThanOrEqual(least);
      // Where the page says "a little", it is.
      expect(found.weight).toBeLessThan(look.includes(`${head} a little`) ? 0.3 : 1.01);
    }
    // Nothing is said of a head without a claim, and each of the heads that it shows is spoken of or there.
    const claimed = new Set(claims.map(({ head }) => head));
    for (const [head] of look.matchAll(/L\d+H\d+/g)) expect(claimed).toContain(head);
    expect(headsOfExample({ heads })).toHaveLength(2);
    // The words between asterisks are those of the text.
    for (const [, word] of look.matchAll(/\*([^*]+)\*/g)) expect(`${text} ${pair ?? ''}`).toContain(word);
  });
});

test('"he" in place of "she" changes little of where L3H2 looks from "had"', async () => {
  const run = await read('bookworm-gpt', 'The nurse called the doctor because she had sent for her.', null);
  const found = looks(run, { layer: 3, head: 2 }, 8);
  expect(found.at).toBe(2);
  expect(found.weight).toBeGreaterThan(0.4);
});

test('"small" in place of "large" changes nothing of where heads look from "it", which stands before', async () => {
  const { text } = EXAMPLES.find(({ name }) => name === 'who is “it”?')!;
  const [large, small] = [
    await read('bookworm-gpt', text, null),
    await read('bookworm-gpt', text.replace('large', 'small'), null),
  ];
  expect(small.tokens[13]?.text.trim()).toBe('small');
  for (const head of ['L3H6', 'L3H2'].flatMap((name) => parseHead(name) ?? [])) {
    const [a, b] = [looks(large, head, 10), looks(small, head, 10)];
    expect([a.at, b.at]).toEqual([2, 2]);
    expect(Math.abs(a.weight - b.weight)).toBeLessThan(1e-5);
  }
});

/** The page's first sentence, which has a sister in whole words: the vocabularies have two of its words only in pieces. */
const IN_PIECES = new Set(['the first sentence', 'both sides of a word']);

test.each(EXAMPLES.filter(({ name, text }) => !IN_PIECES.has(name) && !text.includes('[MASK]')))(
  'every word of an example is one token in both text models: $name',
  async ({ text, pair }) => {
    for (const modelId of ['bookworm-gpt', 'bookworm-bert'] as const) {
      const { tokens } = await read(modelId, text, modelId === 'bookworm-bert' ? pair : null);
      const words = [text, ...(pair === null || modelId === 'bookworm-gpt' ? [] : [pair])].join(' ').match(/[a-z]+/gi);
      expect(tokens.filter(({ text: piece }) => /[a-z]/i.test(piece) && !/^[[<]/.test(piece.trim()))).toHaveLength(
        words!.length,
      );
    }
  },
);

/** Sentences that lessons rest on though some of their words are in pieces, and one that is no words at all. */
const LESSONS_IN_PIECES = [DEFAULT_TEXT, 'The scientist who reviewed the paper said it was flawed.'];
const OF_LETTERS = /^(qx 7|start |the third of)/;

test('the other sentences of lessons are of whole words', async () => {
  const folder = resolve(import.meta.dirname, '../public/lessons');
  const links = readdirSync(folder).map((name) => readFileSync(resolve(folder, name), 'utf8'));
  const texts = new Set(links.flatMap((link) => [...link.matchAll(/[?&]text=([^&"]+)/g)].map(([, text = '']) => text)));
  for (const text of LESSONS_IN_PIECES) expect(texts).toContain(text);
  const whole = [...texts].filter((text) => !LESSONS_IN_PIECES.includes(text) && !OF_LETTERS.test(text));
  expect(whole.length).toBeGreaterThan(2);
  for (const text of whole)
    expect([text, wordsInPieces((await read('bookworm-gpt', text, null)).tokens)]).toEqual([text, 0]);
});

test('there are examples of every kind, each in a model that ships, each by a name of its own', () => {
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(10);
  expect(new Set(EXAMPLES.map(({ name }) => name)).size).toBe(EXAMPLES.length);
  expect(EXAMPLES.filter(({ isMeasured }) => isMeasured).every(({ pair }) => pair === null)).toBe(true);
});

test('every word of an example of the small text models is one token in them: each has 1,024 entries', async () => {
  const { models } = readManifest(MODELS);
  const examples = models.find(({ id }) => id === 'bookworm-tiny-h4')?.examples ?? [];
  expect(examples.length).toBeGreaterThan(2);
  const model = await startShipped('bookworm-tiny-h4');
  for (const text of examples) {
    const input = { kind: 'text', text, pair: null } as const;
    const { run } = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
    expect([text, wordsInPieces(run.tokens)]).toEqual([text, 0]);
  }
  await model.session.release();
});

/** The examples of the model of dates, and what each is in figures. */
const DATES: Readonly<Record<string, string>> = {
  'the third of March, 1998': '1998-03-03',
  'March 3rd 98': '1998-03-03',
  '3.3.1998': '1998-03-03',
  '3/4/1998': '1998-03-04',
  '1998-3-4': '1998-03-04',
  'Tuesday, the twenty-first of June, 2044': '2044-06-21',
  '29 Feb 2024': '2024-02-29',
};

test('the model of dates writes each of its own examples as it is meant, and begins with the first', async () => {
  const { examples = [], firstText } = readManifest(MODELS).models.find(({ id }) => id === 'dates')!;
  expect(examples).toEqual(Object.keys(DATES));
  expect(firstText).toBe(examples[0]);
  const model = await startShipped('dates');
  for (const source of examples) {
    const input = { kind: 'text-to-text', source, target: null } as const;
    const { run } = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
    expect([source, run.pair]).toEqual([source, DATES[source]]);
  }
  await model.session.release();
});
