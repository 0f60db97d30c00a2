import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitOf } from '../shown/pageState.ts';
import { insideAnswer } from '../state/inside.ts';
import {
  closePage,
  dispatch,
  openPage,
  pass,
  settle,
  settleRun,
  state,
  type,
  worker,
} from '../testing/scriptedPage.ts';

const LAYER = { about: 'layer', kind: 'decoder', layer: 1 } as const;
const WORD = { about: 'word', kind: 'decoder', head: { layer: 1, head: 2 }, token: 7 } as const;

const asked = (): readonly string[] =>
  worker()
    .asked('inside')
    .map((request) => (request.type === 'inside' ? request.question.about : ''));

beforeEach(openPage);
afterEach(closePage);

test('what is open waits for a run, is asked once, and anew of another run until it is closed', async () => {
  dispatch({ type: 'insideAsked', question: LAYER });
  expect([asked(), state().inside.layer?.isPending]).toEqual([[], true]);
  await settle();
  expect(asked()).toEqual(['layer']);
  expect(insideAnswer(state(), 'layer')).toMatchObject({ about: 'refused', of: 'layer' });
  dispatch({ type: 'insideAsked', question: { ...LAYER } });
  await settle();
  expect(asked()).toEqual(['layer']);
  type('second');
  await settle();
  expect(asked()).toEqual(['layer', 'layer']);
  dispatch({ type: 'insideClosed', about: 'layer' });
  type('third');
  await settle();
  expect([asked(), state().inside]).toEqual([['layer', 'layer'], {}]);
});

test('what holds for every text is asked once, and anew of another model', async () => {
  dispatch({ type: 'insideAsked', question: { about: 'weights', kind: 'decoder', layer: 1 } });
  await settle();
  const answer = insideAnswer(state(), 'weights');
  type('second');
  expect(insideAnswer(state(), 'weights')).toBe(answer);
  await settle();
  expect([asked(), answer?.about, insideAnswer(state(), 'weights')]).toEqual([['weights'], 'weights', answer]);
  dispatch({ type: 'viewChanged', change: { modelId: 'b' } });
  await settle();
  expect([asked().length > 1, state().inside.weights?.found?.run]).toEqual([true, state().run]);
});

test('what is closed before it is answered is left, what was answered is not', async () => {
  await settle();
  const left = () => worker().asked('leave-inside');
  dispatch({ type: 'insideAsked', question: LAYER });
  await settle();
  dispatch({ type: 'insideAsked', question: WORD });
  await pass(200);
  dispatch({ type: 'insideClosed', about: 'layer' });
  expect(left()).toEqual([]);
  dispatch({ type: 'insideClosed', about: 'word' });
  expect(left()).toEqual([{ type: 'leave-inside', about: 'word' }]);
  await settle();
  expect(state().inside).toEqual({});
});

test('the old answer stays until the new one is there, and is not taken for it', async () => {
  dispatch({ type: 'insideAsked', question: LAYER });
  await settle();
  const first = state().run;
  dispatch({ type: 'insideAsked', question: { ...LAYER, layer: 0 } });
  expect([insideAnswer(state(), 'layer'), state().inside.layer?.found?.question]).toEqual([null, LAYER]);
  expect(waitOf(state())?.what).toBe('inside');
  await settle();
  expect(insideAnswer(state(), 'layer')).not.toBeNull();
  expect(waitOf(state())).toBeNull();
  type('second');
  await settleRun();
  expect([insideAnswer(state(), 'layer'), state().inside.layer?.found?.run]).toEqual([null, first]);
  await settle();
  expect(state().inside.layer?.found?.run).toBe(state().run);
});

test('two questions do not disturb each other; what is stopped has failed, and is asked anew by a person', async () => {
  await settle();
  dispatch({ type: 'insideAsked', question: LAYER });
  dispatch({ type: 'insideAsked', question: WORD });
  await settle();
  expect([asked(), insideAnswer(state(), 'word')?.about]).toEqual([['layer', 'word'], 'refused']);
  dispatch({ type: 'insideAsked', question: { ...WORD, token: 8 } });
  dispatch({ type: 'stopAsked' });
  await settle();
  expect([state().inside.word?.error?.code, state().inside.word?.isPending, state().inside.layer?.error]).toEqual([
    'stopped',
    false,
    null,
  ]);
  dispatch({ type: 'insideAsked', question: { ...WORD, token: 8 } });
  await settle();
  expect([asked().length, state().inside.word?.error]).toEqual([4, null]);
});

test('after labels that failed, what is open waits for a newer run all the same', async () => {
  await settle();
  const runId = state().wantedRunId;
  worker().send({ type: 'label-failed', runId, error: { code: 'label-failed', detail: '' } });
  type('second');
  await pass(200);
  dispatch({ type: 'insideAsked', question: LAYER });
  dispatch({ type: 'viewChanged', change: { oneHead: [1], ablation: [{ kind: null, layer: 0, head: 2, keep: 0 }] } });
  expect([state().wantedRunId > runId, state().runError?.code]).toEqual([true, 'label-failed']);
  const askedSoFar = () => (['inside', 'cost', 'ablate'] as const).map((what) => worker().asked(what).length);
  expect(askedSoFar()).toEqual([0, 0, 0]);
  await settle();
  expect(askedSoFar()).toEqual([1, 1, 1]);
});

test('a run that has failed leaves the one on screen, and what is open is asked of that', async () => {
  await settle();
  type('second');
  await pass(200);
  dispatch({ type: 'insideAsked', question: LAYER });
  worker().send({ type: 'run-failed', runId: state().wantedRunId, error: { code: 'run-failed', detail: '' } });
  expect(asked()).toEqual(['layer']);
});
