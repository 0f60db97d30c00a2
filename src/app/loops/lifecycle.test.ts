import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../inference/protocol.ts';
import { pageState, waitOf } from '../shown/pageState.ts';
import { closePage, dispatch, openPage, pass, settle, state, type, worker, workers } from '../testing/scriptedPage.ts';

const choose = (modelId: string): void => dispatch({ type: 'viewChanged', change: { modelId } });
const retry = (): void => dispatch({ type: 'retryAsked' });
const stop = (): void => dispatch({ type: 'stopAsked' });
const compare = (): void => dispatch({ type: 'compareAsked' });

beforeEach(openPage);
afterEach(closePage);

describe('a page whose worker', () => {
  test('works is ready with the run of what was typed', async () => {
    await settle();
    expect([pageState(state()), state().run?.text, waitOf(state())]).toEqual(['ready', 'first', null]);
  });

  test.each([
    ['hangs in a run', () => type('second')],
    ['closes itself while nothing is under way', () => {}],
  ])('%s runs the newest sentence in a new one', async (_, before) => {
    await settle();
    before();
    await pass(0);
    worker().isDeaf = true;
    type('third');
    await pass(5000);
    type('fourth');
    await pass(5000);
    expect(workers).toHaveLength(2);
    expect([pageState(state()), state().run?.text]).toEqual(['loading', 'first']);
    await settle();
    expect([pageState(state()), state().run?.text]).toEqual(['ready', 'fourth']);
    expect(state().notices).toEqual([{ code: 'worker-restarted' }]);
  });

  test.each([
    ['crashes in a run', () => type('second')],
    ['crashes while nothing is under way', () => {}],
    ['crashes under heads switched off', () => dispatch({ type: 'viewChanged', change: { ablation: [OFF] } })],
    ['crashes in a study', () => compare()],
  ])('%s says so, keeps the picture, and "Try again" runs the sentence', async (_, before) => {
    await settle();
    before();
    worker().crash('boom');
    expect(state().model).toEqual({ status: 'failed', error: { code: 'worker-crashed', detail: 'boom' } });
    expect(state().run?.text).toBe('first');
    expect(waitOf(state())).toBeNull();
    retry();
    await settle();
    expect([pageState(state()), state().run?.text]).toEqual(['ready', state().view.text]);
    expect(workers).toHaveLength(2);
  });

  test('crashed is brought back by typing as well', async () => {
    await settle();
    worker().crash('boom');
    type('second');
    await settle();
    expect([pageState(state()), state().run?.text]).toEqual(['ready', 'second']);
  });

  test('loads loses that load to a model that is not there', async () => {
    const [first] = workers;
    choose('nobody knows it');
    first!.answer();
    await settle();
    expect(state().model).toMatchObject({ status: 'failed', error: { code: 'model-not-found' } });
    expect(state().shown).toBeNull();
    // Nor does the worker go on with it.
    expect(first!.asked('stop')).toHaveLength(1);
  });
});

const OFF = { kind: null, layer: 0, head: 0, keep: 0 } as const;

describe('Stop', () => {
  test('under a load leaves a message and what was on screen; "Try again" loads', async () => {
    await settle();
    choose('b');
    expect(waitOf(state())?.what).toBe('load');
    stop();
    expect(state().model).toMatchObject({ status: 'failed', error: { code: 'stopped' } });
    await settle();
    expect([state().model.status, state().run?.text, state().shown?.model.id]).toEqual(['failed', 'first', 'a']);
    retry();
    await settle();
    expect([pageState(state()), state().run?.model.id]).toEqual(['ready', 'b']);
  });

  test('under a run keeps the model; "Try again" runs the same sentence, typing another one', async () => {
    for (const [next, text] of [
      [() => retry(), 'second'],
      [() => type('third'), 'third'],
    ] as const) {
      closePage();
      openPage();
      await settle();
      type('second');
      expect(waitOf(state())?.what).toBe('run');
      stop();
      expect([pageState(state()), state().runError?.code, waitOf(state())]).toEqual(['failed', 'stopped', null]);
      next();
      expect(state().runError).toBeNull();
      await settle();
      expect([pageState(state()), state().run?.text, workers.length]).toEqual(['ready', text, 1]);
    }
  });

  test.each([
    ['"Try again"', () => retry(), 'second'],
    ['typing', () => type('third'), 'third'],
  ])(
    'under a hang ends the worker; %s brings the model back, however long after, and runs what is there',
    async (_, next, text) => {
      await settle();
      type('second');
      await pass(0);
      worker().isDeaf = true;
      stop();
      await pass(2000);
      // Whoever pressed Stop is told that it was stopped, not that something broke.
      expect(state().model).toMatchObject({ status: 'failed', error: { code: 'stopped' } });
      next();
      await settle();
      expect([pageState(state()), state().run?.text]).toEqual(['ready', text]);
    },
  );

  test('asks for nothing that waited meanwhile', async () => {
    await settle();
    type('second');
    type('third');
    stop();
    await pass(2000);
    expect(worker().asked('run')).toHaveLength(2);
    expect(state().runError?.code).toBe('stopped');
    // Typed back to what was stopped it is wanted again.
    type('second');
    await settle();
    expect([pageState(state()), state().run?.text]).toEqual(['ready', 'second']);
  });

  test('asks for no heads that waited meanwhile', async () => {
    await settle();
    dispatch({ type: 'viewChanged', change: { ablation: [OFF] } });
    dispatch({ type: 'viewChanged', change: { ablation: [{ ...OFF, head: 1 }] } });
    stop();
    await pass(2000);
    expect(worker().asked('ablate')).toHaveLength(1);
    expect(state().ablated.error?.code).toBe('stopped');
  });
});

type Step = { readonly name: string; readonly take: () => unknown };
const step = (name: string, take: () => unknown): Step => ({ name, take });

const BROKEN = { code: 'model-truncated', detail: '' } as const;
const STRAYS: readonly ((id: number) => Reply)[] = [
  (loadId) => ({ type: 'progress', loadId, stage: 'files', loadedBytes: 1, totalBytes: 2 }),
  (loadId) => ({ type: 'load-failed', loadId, error: BROKEN }),
  (loadId) => ({ type: 'restarting', loadId }),
  (runId) => ({ type: 'run-failed', runId, error: BROKEN }),
];

/** Anything that a person, a worker or the clock can do next. */
const STEPS: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'none').map((id) => step(`choose ${id}`, () => choose(id))),
  fc.constantFrom('one', 'two', '').map((text) => step(`type ${text}`, () => type(text))),
  fc
    .constantFrom([], [OFF])
    .map((ablation) => step('switch', () => dispatch({ type: 'viewChanged', change: { ablation } }))),
  fc.constantFrom(
    step('study', () => compare()),
    step('stop', () => stop()),
    step('retry', () => retry()),
    step('crash', () => worker().crash('boom')),
    step('script', () => worker().crash()),
  ),
  { weight: 6, arbitrary: fc.constant(step('answer', () => worker().answer())) },
  fc.constant(
    step('deaf', () => {
      worker().isDeaf = true;
    }),
  ),
  { weight: 2, arbitrary: fc.constantFrom(0, 300, 1000, 5000).map((ms) => step(`${ms} ms`, () => pass(ms))) },
  // What a worker may say late, or twice, or of a load that nobody asked for.
  fc
    .tuple(fc.constantFrom(...STRAYS), fc.integer({ min: 1, max: 6 }), fc.nat(3))
    .map(([make, id, at]) => step(`stray of ${id}`, () => (workers[at % workers.length] ?? worker()).send(make(id)))),
);

test('whatever happens in whatever order, a failure stays until something is wanted, and a new wish wins', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEPS, { maxLength: 25 }), async (steps) => {
      closePage();
      openPage();
      for (const { name, take } of steps) {
        const before = state();
        await take();
        const isWish = /^(choose|type|retry)/.test(name);
        const left = before.model.status === 'failed' && state().model.status !== 'failed';
        expect([name, left && !isWish]).toEqual([name, false]);
        expect(['loading', 'running', 'ready', 'failed']).toContain(pageState(state()));
      }
      // However it was left: two models are chosen, and the second is there with the sentence.
      choose('c');
      choose('b');
      // A worker that never had a model may be putting up its runtime, and is waited for.
      await pass(7000);
      type('last');
      await settle();
      expect([pageState(state()), state().run?.model.id, state().run?.text]).toEqual(['ready', 'b', 'last']);
      expect(waitOf(state())?.what ?? null).toBeNull();
      expect(workers.filter(({ terminated }) => !terminated)).toHaveLength(1);
    }),
    { seed: 20_261_129, numRuns: 300 },
  );
});
