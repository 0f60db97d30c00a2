import { describe, expect, test } from 'vitest';
import type { ModelRun } from '../../core/run.ts';
import type { RunInput } from '../protocol.ts';
import { startShipped, startZoo } from '../testing/startShipped.ts';
import type { RunnableModel } from './runnable.ts';
import { runInput } from './runInput.ts';

const SOURCE = 'the third of March, 1998';
const never = new AbortController().signal;

const runOf = async (model: RunnableModel, input: RunInput): Promise<ModelRun> =>
  (await runInput(model, { type: 'run', runId: 1, input }, never)).run;

const likeliest = ({ foretold }: ModelRun): number => foretold![0]!.candidates[0]!.id;

/** How far patterns and scores of two runs are from each other. */
function apart(one: ModelRun, other: ModelRun): number {
  const numbers = ({ attention, logits }: ModelRun) => [...attention.map(({ data }) => data), logits!.data];
  expect(one.attention.map(({ kind, nQueries, nKeys }) => [kind, nQueries, nKeys])).toEqual(
    other.attention.map(({ kind, nQueries, nKeys }) => [kind, nQueries, nKeys]),
  );
  return Math.max(
    ...numbers(one).flatMap((data, at) => Array.from(data, (value, i) => Math.abs(value - numbers(other)[at]![i]!))),
  );
}

describe('a target that the model writes on, token by token', () => {
  test('ends as what it writes at once, with the same patterns and scores', async () => {
    const model = await startShipped('dates');
    const whole = await runOf(model, { kind: 'text-to-text', source: SOURCE, target: null });
    const written: number[] = [];
    let grown: ModelRun;
    for (;;) {
      grown = await runOf(model, { kind: 'text-to-text', source: SOURCE, target: '', written: [...written] });
      // A new row of queries in the target's own heads and in those that look at the source.
      expect(grown.attention.map(({ kind, nQueries }) => [kind, nQueries])).toEqual([
        ['encoder', grown.tokens.length],
        ['decoder', written.length + 1],
        ['cross', written.length + 1],
      ]);
      const next = likeliest(grown);
      if (model.info.endIds!.includes(next)) break;
      written.push(next);
    }
    expect(grown.pair).toBe('1998-03-03');
    expect(grown.pair).toBe(whole.pair);
    expect(grown.targetTokens!.map(({ id }) => id)).toEqual(whole.targetTokens!.map(({ id }) => id));
    expect(grown.targetTokens!.map(({ isWritten = false }) => isWritten)).toEqual([false, ...written.map(() => true)]);
    expect(apart(grown, whole)).toBeLessThan(1e-6);
    // Behind what is typed it goes on as well.
    const typed = await runOf(model, {
      kind: 'text-to-text',
      source: SOURCE,
      target: '1998-',
      written: written.slice(5),
    });
    expect(typed.pair).toBe('1998-03-03');
    expect(apart(typed, whole)).toBeLessThan(1e-6);
    await model.session.release();
  }, 60_000);
});

test('ids are written on, with keys and values kept, as ids that are typed', async () => {
  const model = await startZoo('gpt2-merged-with-past');
  const ids = [5, 17, 3];
  const written: number[] = [];
  for (let n = 0; n < 4; n++) {
    written.push(likeliest(await runOf(model, { kind: 'ids', ids, ...(n > 0 && { written: [...written] }) })));
  }
  const grown = await runOf(model, { kind: 'ids', ids, written });
  const whole = await runOf(model, { kind: 'ids', ids: [...ids, ...written] });
  await model.session.release();
  expect(grown.text).toBe(whole.text);
  expect(grown.tokens.map(({ isWritten = false }) => isWritten)).toEqual([false, false, false, true, true, true, true]);
  expect(apart(grown, whole)).toBeLessThan(1e-5);
}, 60_000);

test.each([
  ['typed', { target: '7 999' }],
  ['written on', { target: '7', written: [999] }],
])(
  'an id of a target that the table of the decoder does not have is told of as that where it is %s',
  async (_, given) => {
    const model = await startZoo('t5');
    const done = runOf(model, { kind: 'text-to-text', source: '3 1 4', ...given });
    await expect(done).rejects.toMatchObject({
      code: 'bad-input',
      detail: expect.stringMatching(/^999 is not in the model's vocabulary of \d+ tokens/),
    });
    await model.session.release();
  },
  60_000,
);
