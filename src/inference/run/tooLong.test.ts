import { expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { ModelPass } from '../runtime/modelSession.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { prepareZoo } from '../testing/zooModels.ts';
import { runInput } from './runInput.ts';
import { startModel } from './start.ts';
import { explainLength, runFitting } from './tooLong.ts';

const OUT = 'indices element out of data bounds, idx=16 must be within the inclusive range [-16,15]';
const PASS: ModelPass = { layers: [], logits: null, output: null, forwardMs: 0 };
const { signal } = new AbortController();

/** A model that fails at sequences of more tokens. */
function upTo(most: number, error: unknown = new AppError('run-failed', OUT)) {
  const lengths: number[] = [];
  return {
    lengths,
    async run({ tokens }: FeedValues): Promise<ModelPass> {
      const length = tokens?.ids.length ?? 0;
      lengths.push(length);
      if (length > most) throw error;
      return PASS;
    },
  };
}

/** A model that fails with one error at sequences of up to so many tokens, and at the size of longer ones. */
function otherwise(most: number, error: unknown) {
  const shorter = upTo(0, error);
  const longer = upTo(0);
  return {
    lengths: shorter.lengths,
    run: (feed: FeedValues) => ((feed.tokens?.ids.length ?? 0) > most ? longer : shorter).run(feed),
  };
}

/** A model that takes its tokens in fours. */
function inFours() {
  const lengths: number[] = [];
  return {
    lengths,
    async run({ tokens }: FeedValues): Promise<ModelPass> {
      const length = tokens?.ids.length ?? 0;
      lengths.push(length);
      if (length % 4 > 0) throw new AppError('run-failed', OUT);
      return PASS;
    },
  };
}

const feedOf = (n: number): FeedValues => ({
  tokens: { ids: [...Array(n).keys()], typeIds: Array<number>(n).fill(0) },
});

test.each([1, 2, 7, 10])('of 11 tokens as many as run: %i', async (most) => {
  const session = upTo(most);
  const { feed, longest } = await runFitting(session, feedOf(11));
  expect([longest, feed.tokens?.ids]).toEqual([most, [...Array(most).keys()]]);
  // By halves: no more passes than it takes.
  expect(session.lengths.length).toBeLessThanOrEqual(5);
});

test('what runs is run once, and nothing is found out', async () => {
  const session = upTo(11);
  expect(await runFitting(session, feedOf(11))).toEqual({ feed: feedOf(11), pass: PASS, longest: null });
  expect(session.lengths).toEqual([11]);
});

test.each<[string, ReturnType<typeof upTo>, FeedValues]>([
  ['no token runs', upTo(0), feedOf(11)],
  ['the error says nothing of an end', upTo(4, new AppError('out-of-memory', 'bad_alloc')), feedOf(11)],
  ['it is padded to one length', upTo(4), { tokens: { ids: [1, 2, 3, 0, 0], typeIds: [0, 0, 0, 0, 0], nPadding: 2 } }],
  ['a target is read besides', upTo(4), { ...feedOf(11), decoderIds: [1] }],
  ['a picture stands in it', upTo(4), { ...feedOf(11), picture: { feed: {}, places: [3] } }],
  ['a shorter one fails for another reason', otherwise(5, new AppError('run-failed', 'no such kernel')), feedOf(11)],
  ['lengths of one form run: those that 4 divides', inFours(), feedOf(19)],
])('the error is that of the whole where %s', async (_, session, feed) => {
  const whole: unknown = await session.run(feed).catch((error: unknown) => error);
  expect(whole).toBeInstanceOf(AppError);
  await expect(runFitting(session, feed)).rejects.toEqual(whole);
  const error = new AppError('run-failed', session.lengths.length > 2 ? OUT : 'bad_alloc');
  expect(await explainLength(session, feed, error, signal)).toBe(error);
});

test.each<[string, unknown]>([
  ['memory gives out', new AppError('out-of-memory', 'bad_alloc')],
  ['the device is lost', new AppError('run-failed', 'the graphics device was lost: driver reset')],
  ['the runtime says so of its device', new AppError('run-failed', 'GPUDevice: Device is lost.')],
  ['there is a bug', new TypeError('undefined is no function')],
])('where %s in the middle of trying, it is told so', async (_, error) => {
  const session = otherwise(5, error);
  await expect(runFitting(session, feedOf(11))).rejects.toBe(error);
  const whole = new AppError('run-failed', OUT);
  await expect(explainLength(session, feedOf(11), whole, signal)).rejects.toBe(error);
});

test('a length that was found stands where memory is too small for the run that holds it to be so', async () => {
  const short = upTo(4);
  const lacking = new AppError('out-of-memory', 'bad_alloc');
  const run = (feed: FeedValues) => {
    return feed.tokens?.ids.length === 8 ? Promise.reject(lacking) : short.run(feed);
  };
  expect(await runFitting({ run }, feedOf(19))).toMatchObject({ longest: 4, feed: feedOf(4) });
});

test('a text that is too long is told how long it may be, with the words of the runtime behind', async () => {
  const found = await explainLength(upTo(14), feedOf(16), new AppError('run-failed', OUT), signal);
  expect(found).toMatchObject({
    code: 'bad-input',
    detail: `the model reads at most 14 tokens, and these are 16 (${OUT})`,
  });
});

test('a newer request ends the search', async () => {
  const stopped = new AbortController();
  stopped.abort(new Error('newer'));
  const found = explainLength(upTo(14), feedOf(16), new AppError('run-failed', OUT), stopped.signal);
  await expect(found).rejects.toThrow('newer');
});

const PLATFORM = { gpu: undefined, loadRuntime: async () => nodeRuntime };
const OPTIONS = { wish: 'wasm', selfTest: false, onStage: () => {} } as const;

/** A model of 14 positions with nothing beside it, of which `hides` keeps from being read how long a text may be. */
async function open(hides: boolean) {
  const { model, exposed } = prepareZoo('external-data', { config: {} });
  const prepared = hides ? { ...model, sequence: { ...model.sequence, nPositions: null } } : model;
  const started = await startModel(prepared, exposed, PLATFORM, OPTIONS);
  return { ...started, prepared };
}

const run = (model: Awaited<ReturnType<typeof open>>, n: number) => {
  const ids = Array.from({ length: n }, (_, i) => 2 + (i % 7));
  return runInput(model, { type: 'run', runId: 1, input: { kind: 'ids', ids } }, signal);
};

test('a graph that stores 14 positions is read with 14 tokens at most, and a longer text is cut', async () => {
  const model = await open(false);
  expect(model.info.maxTokens).toBe(14);
  const { run: done } = await run(model, 16);
  expect([done.tokens.length, done.cut]).toEqual([14, expect.objectContaining({ nTokensWanted: 16 })]);
  await model.session.release();
});

test('where the graph does not tell, the run that fails does, in words', async () => {
  const model = await open(true);
  expect(model.info.maxTokens).toBe(512);
  await expect(run(model, 16)).rejects.toMatchObject({
    code: 'bad-input',
    detail: expect.stringContaining('the model reads at most 14 tokens, and these are 16'),
  });
  expect((await run(model, 14)).run.tokens).toHaveLength(14);
  await model.session.release();
});
