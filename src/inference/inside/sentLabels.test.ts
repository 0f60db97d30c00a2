import { expect, test } from 'vitest';
import { labelHead } from '../../core/labels/labelHead.ts';
import { createLabelContext } from '../../core/labels/runContext.ts';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import { startShipped } from '../testing/startShipped.ts';
import { keepWordlessRun } from '../testing/wordlessRun.ts';
import { Refused } from './refuse.ts';
import { measureSentLabels } from './sentLabels.ts';
import { dot } from './testing/doubleRows.ts';
import { readNetwork } from './testing/network.ts';

const noTurn = async () => {};

test('labels of weight x length are those of an independent network’s maps, each row divided by its sum', async () => {
  const model = await startShipped('bookworm-gpt');
  const text = 'A dog saw a cat and a bird saw the dog and a cat saw the bird.';
  const input = { kind: 'text', text, pair: null } as const;
  const kept = keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
  const { tokens } = kept.done.run;
  const { layers } = readNetwork('bookworm-gpt').run(tokens.map(({ id }) => id));
  const context = createLabelContext(tokens, true);
  let nOther = 0;
  for (const [layer, head] of [
    [0, 1],
    [1, 1],
    [1, 6],
    [2, 3],
    [3, 3],
  ] as const) {
    const [report, ...more] = await measureSentLabels(model, kept, { kind: 'decoder', head: { layer, head } }, noTurn);
    expect([report!.layer, report!.head, more]).toEqual([layer, head, []]);
    const { labels, strongest } = report!;
    const { f, own } = layers[layer]!.heads[head]!;
    const lengths = f.map((row) => Math.sqrt(dot(row, row)));
    const rows = own.map((row) => {
      const sent = row.map((weight, key) => weight * lengths[key]!);
      const sum = sent.reduce((all, one) => all + one, 0);
      return Array.from(sent, (one) => one / sum);
    });
    const wanted = labelHead(Float32Array.from(rows.flat()), context);
    const plain = labelHead(Float32Array.from(own.flatMap((row) => [...row])), context);
    expect(strongest).toBe(wanted.strongest);
    expect(labels.map(({ status }) => status)).toEqual(wanted.labels.map(({ status }) => status));
    for (const name of ['score', 'chance'] as const) {
      const off = labels.map((one, at) => Math.abs(one[name] - wanted.labels[at]![name]));
      // What cannot be judged has no number in either.
      expect(labels.map((one) => Number.isNaN(one[name]))).toEqual(wanted.labels.map((one) => Number.isNaN(one[name])));
      expect(Math.max(...off.filter((one) => !Number.isNaN(one)))).toBeLessThan(1e-4);
    }
    if (plain.strongest !== strongest) nOther += 1;
  }
  // Else these would be the labels of the weights.
  expect(nOther).toBeGreaterThan(0);
  await model.session.release();
}, 60_000);

test('heads that look from one text to another have no labels', async () => {
  const model = await startShipped('dates');
  const kept = await keepWordlessRun(model);
  const found = await measureSentLabels(model, kept, { kind: 'cross', head: null }, noTurn).catch(
    (error: unknown) => error,
  );
  expect(found).toBeInstanceOf(Refused);
  await model.session.release();
});
