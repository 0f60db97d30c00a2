import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ModelInfo } from '../../core/run.ts';
import { askedWord } from './asked.ts';
import { reduce } from './reduce.ts';
import type { AppState } from './appState.ts';
import { SUPPORT } from '../testing/models.ts';
import { makeRun, TINY } from '../testing/runs.ts';
import { decodeView } from './url.ts';
import { after, start, pin, active, loaded, wanted, arrived, labelled, pins, reloaded } from '../testing/happened.ts';

fc.configureGlobal({ seed: 20_261_121 });

describe('going back in the history', () => {
  test('restores the whole view, with its last head active', () => {
    const view = decodeView('?text=Back&head=L0H0,L0H1&scale=log');
    const state = reduce(after(start(), pin(1, 1)), { type: 'viewRestored', view });
    expect(state.view).toEqual(view);
    expect(active(state)).toEqual({ layer: 0, head: 1 });
  });

  test('to a view without heads has the page choose them again, by the labels that are there', () => {
    const there = after(start('?text=text+1'), loaded, wanted(1), arrived(1), labelled(1), pin(0, 1));
    const back = reduce(there, { type: 'viewRestored', view: decodeView('?model=tiny&text=text+1') });
    expect(pins(back)).toBe('L1H2 L0H0');
    expect(back.arePinsSuggested).toBe(true);
    // Of another sentence none are there yet.
    const other = reduce(there, { type: 'viewRestored', view: decodeView('?model=tiny&text=other') });
    expect(pins(other)).toBe('');
    expect(pins(after(other, wanted(2), arrived(2), labelled(2)))).toBe('L1H2 L0H0');
  });

  test('to a view without heads waits for labels where there are none', () => {
    const state = after(start(), loaded, wanted(1), arrived(1), pin(0, 0), {
      type: 'viewRestored',
      view: decodeView(''),
    });
    expect(state.activePin).toBe(0);
    expect(pins(state)).toBe('');
  });
});

describe('a link that is followed while its model is there', () => {
  const there = after(start(), loaded, wanted(1), arrived(1), pin(1, 1));
  const followed = (query: string, state = there) => reduce(state, { type: 'viewRestored', view: decodeView(query) });

  test('keeps to the heads that the model has, and names the others', () => {
    const state = followed('?head=L0H1,L7H0&ablate=L0H0,L8H0&twins=L0H0,L9H0');
    expect(pins(state)).toBe('L0H1');
    expect(state.view.ablation).toHaveLength(1);
    expect(state.view.twins).toBeNull();
    expect(state.notices).toEqual([{ code: 'link-heads-missing', detail: 'L7H0, L9H0, L8H0' }]);
    expect(followed('?head=L0H1').notices).toEqual([]);
  });

  test('takes a mode that the model has', () => {
    const support = { ...SUPPORT, modes: ['mean', 'flat'] } as const;
    const state = after(start(), { ...loaded, ablation: support });
    expect(followed('?mode=zero', state).view.mode).toBe('mean');
    expect(followed('?mode=flat', state).view.mode).toBe('flat');
  });

  test('leaves a recording what it was made with, which stands in no link', () => {
    const recording = after(start(), { ...loaded, ablation: null });
    const off = { kind: null, layer: 0, head: 1, keep: 0 };
    const state = reduce(recording, { type: 'viewChanged', change: { ablation: [off], mode: 'flat' } });
    const { ablation, mode } = followed('?head=L0H1', state).view;
    expect([ablation, mode]).toEqual([[off], 'flat']);
  });
});

test('a model that is opened after a recording does not take over the mode that that was made in', () => {
  const recording = after(start(), { ...loaded, ablation: null }, { type: 'viewChanged', change: { mode: 'flat' } });
  expect(reloaded(recording, { model: { ...TINY, id: 'other' } }).view.mode).toBe('mean');
  const live = after(start(), loaded, { type: 'viewChanged', change: { mode: 'flat' } });
  expect(reloaded(live, { model: { ...TINY, id: 'other' } }).view.mode).toBe('flat');
});

test('a change of the view keeps what it does not name', () => {
  const state = reduce(start('?scale=log'), { type: 'viewChanged', change: { text: 'new' } });
  expect(state.view).toEqual({ ...decodeView('?scale=log'), text: 'new' });
});

test.each([
  ['another model', { modelId: 'a/b' }, { graph: null, inputs: null }],
  ['a model with its graph', { modelId: 'a/b', graph: 'n.onnx' }, { graph: 'n.onnx', inputs: null }],
  ['another graph', { graph: 'n.onnx' }, { graph: 'n.onnx', inputs: null }],
  ['what inputs are fed', { inputs: 'y:2' }, { graph: 'm.onnx', inputs: 'y:2' }],
  ['a sentence', { text: 'new' }, { graph: 'm.onnx', inputs: 'x:1' }],
] as const)('who chooses %s leaves what was chosen of the model or graph before', (_, change, left) => {
  const chosen = start('?graph=m.onnx&inputs=x:1');
  expect(reduce(chosen, { type: 'viewChanged', change }).view).toMatchObject(left);
});

test('what the model wrote on goes with the text or the model that it stood behind, unless it is named beside them', () => {
  const writing = start('?write=5.7');
  const changed = (change: Partial<AppState['view']>) => reduce(writing, { type: 'viewChanged', change }).view.written;
  expect(changed({ scale: 'log' })).toEqual([5, 7]);
  expect(changed({ text: 'new' })).toEqual([]);
  expect(changed({ text: 'new', written: [2] })).toEqual([2]);
  expect(changed({ modelId: 'other' })).toBeNull();
  expect(reduce(start(), { type: 'viewChanged', change: { text: 'new' } }).view.written).toBeNull();
  expect(reloaded(writing, { ablation: { ...SUPPORT, objective: 'masked-token' } }).view.written).toBeNull();
});

describe('the query and the key that are looked into', () => {
  const pinned = start('?cell=1,0');

  test('are let go by whoever asks about another word, or the other way round', () => {
    expect(reduce(pinned, { type: 'viewChanged', change: { asked: 2 } }).view.cell).toBeNull();
    expect(reduce(pinned, { type: 'viewChanged', change: { side: 'key' } }).view.cell).toBeNull();
    expect(reduce(pinned, { type: 'viewChanged', change: { scale: 'log' } }).view.cell).toEqual([1, 0]);
    expect(reduce(pinned, { type: 'viewChanged', change: { cell: [2, 1], asked: 2 } }).view).toMatchObject({
      cell: [2, 1],
      asked: 2,
    });
  });

  test('are let go where the stack on screen has none such: of a run, of another stack, of a link', () => {
    const grid = (kind: 'encoder' | 'cross', nQueries: number) => ({
      kind,
      nLayers: 1,
      nHeads: 1,
      nQueries,
      nKeys: 5,
      data: new Float32Array(nQueries * 5),
    });
    const run = { ...makeRun(1), attention: [grid('encoder', 5), grid('cross', 3)] };
    const ran = (query: string) => {
      const state = { ...start(query), wantedRunId: 1 };
      return reduce(
        { ...state, view: { ...state.view, text: run.text, modelId: run.model.id } },
        { type: 'ran', runId: 1, run },
      );
    };
    expect(ran('?cell=4,4').view.cell).toEqual([4, 4]);
    expect(ran('?cell=99,99').view.cell).toBeNull();
    expect(ran('?cell=4,5').view.cell).toBeNull();
    expect(ran('?cell=4,4&stack=cross').view.cell).toBeNull();
    const there = ran('?cell=4,4');
    expect(reduce(there, { type: 'viewChanged', change: { stack: 'cross' } }).view.cell).toBeNull();
    expect(reduce(there, { type: 'viewRestored', view: { ...there.view, cell: [5, 0] } }).view.cell).toBeNull();
    // What runs next is not known yet.
    expect(reduce(there, { type: 'viewChanged', change: { text: 'longer', cell: [7, 0] } }).view.cell).toEqual([7, 0]);
  });

  test('make their query the asked word in a link that names no other', () => {
    expect(askedWord(pinned.view)).toBe(1);
    expect(askedWord(start('?cell=1,0&ask=2').view)).toBe(2);
    expect(askedWord(start('?cell=1,0&from=key').view)).toBe('auto');
  });
});

describe('heads that are switched off', () => {
  const off = start('?head=L0H0&ablate=L0H1,L1H2:0.5&mode=zero');

  test('are those of the link once its model is there, less those that it does not have', () => {
    const state = reduce(start('?ablate=L0H1,L7H0'), loaded);
    expect(state.view.ablation).toEqual([{ kind: null, layer: 0, head: 1, keep: 0 }]);
  });

  test('are named in a notice where the model does not have them, for as long as the link is new', () => {
    const linked = after(start('?head=L0H0,L3H3&ablate=L0H1,L7H0:0.5&twins=L0H0,L5H1', ['mode=half']), loaded);
    expect(linked.notices).toEqual([
      { code: 'link-broken', detail: 'mode=half' },
      { code: 'link-heads-missing', detail: 'L3H3, L5H1, L7H0' },
    ]);
    expect(reloaded(linked).notices).toEqual([]);
    expect(reduce(start('?head=L0H0&ablate=L0H1'), loaded).notices).toEqual([]);
  });

  test('are switched on again in another model: its heads are others', () => {
    const shown = after(off, loaded, wanted(1), arrived(1));
    expect(shown.view.ablation).toHaveLength(2);
    expect(reloaded(shown, { model: { ...TINY, id: 'other' } }).view.ablation).toEqual([]);
    expect(reloaded(shown).view).toBe(shown.view);
  });

  test('are none where no model runs', () => {
    expect(reduce(off, { ...loaded, ablation: null }).view.ablation).toEqual([]);
  });

  test('are replaced in a way that the model has', () => {
    expect(reduce(off, loaded).view.mode).toBe('zero');
    expect(reduce(off, { ...loaded, ablation: { ...SUPPORT, modes: ['mean', 'flat'] } }).view.mode).toBe('mean');
  });
});

test('another model leaves nothing of what was measured on the one before, but the pasted sentences', () => {
  const plan = { inputs: [{ kind: 'nothing' }], variants: [{ mode: 'zero', heads: [] }] } as const;
  const basis = { kind: 'list', texts: ['a'], thing: 'sentence' } as const;
  const state = after(
    start('?ablate=L0H1'),
    loaded,
    { type: 'sentencesChanged', change: { list: 'a', isList: true } },
    { type: 'measureStarted', studyId: 1, purpose: 'importance', plan, basis },
    { type: 'ablationWanted', ablateId: 4 },
  );
  const loading = reduce(state, { type: 'loadStarted', loadId: 2 });
  expect(loading.studies.measured.importance?.status).toBe('stopped');
  const next = reduce(loading, { ...loaded, loadId: 2, model: { ...TINY, id: 'other' } });
  expect(next.studies.measured).toEqual({});
  expect(next.studies.sentences.list).toBe('a');
  expect(next.ablated.wantedId).toBe(0);
});

test('a comparison with the sizes of a model ends with it, that of a link waits for its own, and others stay', () => {
  const own = 'model.h3.d5.w42.k7.s3.t11.l8.b2.bias1.each0';
  const [linked, other] = [`?cost=${own}`, '?cost=gpt2.h16'].map((query) => after(start(query), loaded));
  expect(linked?.view.cost).toEqual(decodeView(`?cost=${own}`).cost);
  expect(reloaded(linked!).view.cost).toBe(linked?.view.cost);
  const next = { model: { ...TINY, id: 'other' } };
  expect(reloaded(linked!, next).view.cost).toBeNull();
  expect(reloaded(other!, next).view.cost).toBe('gpt2.h16');
});

describe('a model without a tokenizer', () => {
  const model: ModelInfo = { ...TINY, takes: 'ids', firstIds: '2 5 8' };

  test.each([
    ['?text=A+cat', '2 5 8'],
    ['?text=3%2C+14', '3, 14'],
    ['?text=', ''],
  ])('of %s reads %j: ids of its own where words stood, else what was typed', (link, text) => {
    expect(reloaded(start(link), { model }).view.text).toBe(text);
  });

  test('no words are taken from a model that reads them', () => {
    expect(reloaded(start('?text=A+cat')).view.text).toBe('A cat');
  });
});
