import { afterEach, beforeEach, expect, test } from 'vitest';
import { costOf } from '../shown/oneHead.ts';
import { waitOf } from '../shown/pageState.ts';
import { closePage, dispatch, openPage, settle, settleRun, state, type, worker } from '../testing/scriptedPage.ts';

const fold = (oneHead: readonly number[]): void => dispatch({ type: 'viewChanged', change: { oneHead } });

/** The layers of each ablation that a cost was asked of. */
const asked = (): readonly string[] =>
  worker()
    .asked('cost')
    .map((request) => {
      if (request.type !== 'cost') return '';
      return request.ablations.map(({ heads }) => [...new Set(heads.map(({ layer }) => layer))].join('+')).join(' ');
    });

beforeEach(openPage);
afterEach(closePage);

test('folded layers are measured alone and together, and what is known is not asked again', async () => {
  await settle();
  expect(asked()).toEqual([]);
  fold([1]);
  expect(waitOf(state())?.what).toBe('cost');
  await settle();
  expect([asked(), costOf(state(), [1])?.run, waitOf(state())]).toEqual([['1'], state().run, null]);
  fold([0, 1]);
  await settle();
  fold([]);
  fold([0, 1]);
  await settle();
  expect(asked()).toEqual(['1', '0 0+1']);
});

test('another sentence is measured anew; the old number stays until then, with its run', async () => {
  fold([1]);
  await settle();
  const first = state().run;
  type('second');
  await settleRun();
  expect(costOf(state(), [1])?.run).toBe(first);
  await settle();
  expect(costOf(state(), [1])?.run).toBe(state().run);
  expect(state().costs.found).toHaveLength(1);
  expect(asked()).toEqual(['1', '1']);
});

test('nothing is waited for once it is stopped, or another run is wanted', async () => {
  await settle();
  fold([1]);
  dispatch({ type: 'stopAsked' });
  await settle();
  expect([state().costs.error?.code, waitOf(state())]).toEqual(['stopped', null]);
  fold([0, 1]);
  expect([state().costs.isPending, state().costs.error]).toEqual([true, null]);
  type('third');
  fold([]);
  await settle();
  expect(waitOf(state())).toBeNull();
});

test('what is switched off is another question: neither changes the other', async () => {
  await settle();
  dispatch({ type: 'viewChanged', change: { ablation: [{ kind: null, layer: 0, head: 2, keep: 0 }], mode: 'zero' } });
  fold([1]);
  await settle();
  expect([state().view.ablation.length, state().view.mode, state().view.oneHead]).toEqual([1, 'zero', [1]]);
  expect(asked()).toEqual(['1']);
  expect(worker().asked('ablate')).toHaveLength(1);
});
