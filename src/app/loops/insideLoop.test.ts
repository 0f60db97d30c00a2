import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { waitOf } from '../shown/pageState.ts';
import { initialState } from '../state/appState.ts';
import { insideAnswer } from '../state/inside.ts';
import { decodeView } from '../state/url.ts';
import { ScriptedWorker } from '../testing/scriptedWorker.ts';

const MODEL = {
  id: 'a',
  name: 'a',
  description: '',
  nLayers: 2,
  nHeads: 3,
  bytes: 1,
  takes: 'text',
  firstText: null,
  samplesUrl: null,
  headCountsUrl: null,
  isListed: true,
  source: {
    from: 'here',
    id: 'a',
    name: 'a',
    base: '/',
    graphs: [{ role: 'whole', path: 'm.onnx' }],
    precision: 'fp32',
  },
} as const;

const workers: ScriptedWorker[] = [];
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
vi.stubGlobal(
  'Worker',
  class extends ScriptedWorker {
    constructor() {
      super();
      workers.push(this);
    }
  },
);
const { startEffects } = await import('./effects.ts');
const { dispatch, store } = await import('../state/store.ts');

const LAYER = { about: 'layer', kind: 'decoder', layer: 1 } as const;
const WORD = { about: 'word', kind: 'decoder', head: { layer: 1, head: 2 }, token: 7 } as const;

let stopEffects: () => void;
const state = () => store.getState();
const type = (text: string): void => dispatch({ type: 'viewChanged', change: { text } });
const worker = (): ScriptedWorker => workers.at(-1)!;
const asked = (): readonly string[] =>
  worker()
    .asked('inside')
    .map((request) => (request.type === 'inside' ? request.question.about : ''));

async function settle(): Promise<void> {
  do await vi.advanceTimersByTimeAsync(200);
  while (worker().answer());
}

beforeEach(() => {
  vi.useFakeTimers();
  workers.length = 0;
  store.setState(initialState(decodeView('?model=a&text=first&head=L0H0')), true);
  stopEffects = startEffects([MODEL], { image: { now: () => null }, opened: { now: () => null } });
});
afterEach(() => {
  stopEffects();
  vi.useRealTimers();
});

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
  while (state().run === first) {
    await vi.advanceTimersByTimeAsync(200);
    worker().answer();
  }
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
