import { describe, expect, test } from 'vitest';
import { classify } from './classify.ts';
import { runInput } from './runInput.ts';
import type { RunInput } from '../protocol.ts';
import { differencesFrom, readReference } from '../testing/frameworkReference.ts';
import { modelFile } from '../testing/shippedModels.ts';
import { startShipped } from '../testing/startShipped.ts';

const run = async (id: 'fashion-vit' | 'dates', input: RunInput) => {
  const model = await startShipped(id);
  const { run: done } = await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal);
  await model.session.release();
  return { done, model };
};

describe.each([
  ['bookworm-gpt', 'text', 1],
  ['bookworm-bert', 'text', 1],
  ['bookworm-tiny-h1', 'text', 1],
  ['bookworm-tiny-h2', 'text', 1],
  ['bookworm-tiny-h4', 'text', 1],
  ['bookworm-tiny-h8', 'text', 1],
  ['bookworm-tiny-h16', 'text', 1],
  ['grid-walker', 'text', 1],
  ['fashion-vit', 'image', 1],
  ['fashion-vit-h1', 'image', 1],
  ['fashion-vit-h2', 'image', 1],
  ['fashion-vit-h4', 'image', 1],
  ['fashion-vit-h8', 'image', 1],
  ['fashion-vit-h16', 'image', 1],
  ['spoken-digits', 'sound', 1],
  ['dates', 'text-to-text', 3],
  ['dates-step-0', 'text-to-text', 3],
  ['dates-step-50', 'text-to-text', 3],
  ['dates-step-150', 'text-to-text', 3],
  ['dates-step-400', 'text-to-text', 3],
  ['dates-step-1000', 'text-to-text', 3],
] as const)('%s', (id, takes, nStacks) => {
  test(`takes ${takes} and gives the patterns and scores of the framework that trained it`, async () => {
    const model = await startShipped(id);
    expect(model.info.takes).toBe(takes);
    const differences = await differencesFrom(readReference(modelFile(id, 'reference.npz')), model);
    expect(differences.nStacks).toBe(nStacks);
    expect(differences.attention).toBeLessThan(2e-5);
    expect(differences.logits).toBeLessThan(2e-4);
    await model.session.release();
  });
});

test('fashion-vit lets every head be switched off, and its tokens are [CLS] and 7 x 7 patches', async () => {
  const pixels = new Uint8ClampedArray(4 * 28 * 28).map((_, i) => (5 * i) % 256);
  const { done, model } = await run('fashion-vit', { kind: 'image', name: 'a.png', width: 28, height: 28, pixels });
  expect(done.tokens).toHaveLength(50);
  expect(done.tokens[0]?.text).toBe('[CLS]');
  expect(done.image).toMatchObject({ nPatchRows: 7, nPatchColumns: 7, nPrefix: 1 });
  expect(model.ablation.limits).toBeNull();
});

test('fashion-vit names ten classes and shares them out as its framework does', async () => {
  const model = await startShipped('fashion-vit');
  const { feed, logits } = readReference(modelFile('fashion-vit', 'reference.npz'));
  const classes = classify(model.prepared.config, await model.session.run(feed))!;
  await model.session.release();
  expect(classes.map(({ name }) => name).join(' ')).toBe(
    'T-shirt/top Trouser Pullover Dress Coat Sandal Shirt Sneaker Bag Ankle boot',
  );
  const shares = [...logits.data].map((score) => Math.exp(Number(score)));
  const sum = shares.reduce((a, b) => a + b);
  shares.forEach((share, at) => expect(classes[at]?.probability).toBeCloseTo(share / sum, 5));
});

test('dates reads each figure of a year where it stands, and the month in its name', async () => {
  const source = 'the third of March, 1998';
  const { done } = await run('dates', { kind: 'text-to-text', source, target: '1998-03-03' });
  const { nHeads, nQueries, nKeys, data } = done.attention.find(({ kind }) => kind === 'cross')!;
  const weight = (head: number, query: number, key: number) =>
    data[((nHeads + head) * nQueries + query) * nKeys + key] ?? 0;
  const [m, year] = [source.indexOf('M'), source.indexOf('1998')];
  // Queries: the start token, then the answer. At each character the next one is chosen.
  for (const head of [0, 1, 2]) {
    expect(weight(head, 2, year + 2)).toBeGreaterThan(0.99);
    expect(weight(head, 3, year + 3)).toBeGreaterThan(0.99);
  }
  expect(weight(2, 6, m)).toBeCloseTo(0.94, 2);
});

test.each([
  ['the third of March, 1998', '1998-03-03'],
  ['March 3rd 98', '1998-03-03'],
  ['3.3.1998', '1998-03-03'],
])('dates rewrites %s, a character a token', async (source, wanted) => {
  const { done, model } = await run('dates', { kind: 'text-to-text', source, target: null });
  expect(done.pair).toBe(wanted);
  // The end token stands behind the source, the start token before the target.
  expect(done.tokens.slice(0, -1).map(({ start, end }) => source.slice(start, end))).toEqual(source.split(''));
  expect(done.targetTokens?.slice(1).map(({ text }) => text)).toEqual(wanted.split(''));
  expect(model.ablation.limits).toBeNull();
});
