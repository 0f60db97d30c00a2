import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatHead } from '../../core/selection.ts';
import type { ModelInfo } from '../../core/run.ts';
import type { HeadRef } from '../../core/selection.ts';
import { pageState, waitOf } from '../shown/pageState.ts';
import { freshReports, pinnedNames } from '../shown/selectors.ts';
import { askedWord } from './asked.ts';
import { initialState } from './appState.ts';
import { linkOf } from './headNumbers.ts';
import { reduce } from './reduce.ts';
import type { Action } from './actions.ts';
import type { AppState } from './appState.ts';
import { loadedAs, SUPPORT } from '../testing/models.ts';
import { makeReport } from '../testing/reports.ts';
import { makeRun, TINY } from '../testing/runs.ts';
import { decodeView } from './url.ts';

fc.configureGlobal({ seed: 20_261_121 });

const ERROR = { code: 'run-failed', detail: 'no reason' } as const;
const REPORTS = [
  makeReport(0, 0, [{ label: 'previous', score: 0.5, share: 0.5 }]),
  makeReport(1, 2, [{ label: 'induction', score: 0.9, share: 0.9 }]),
];

const start = (query = '', broken: readonly string[] = []): AppState => initialState(decodeView(query), [], broken);
const after = (state: AppState, ...actions: Action[]): AppState => actions.reduce(reduce, state);
const loaded = loadedAs(TINY);
/** Another model, or the same one again. */
const reloaded = (state: AppState, change: Partial<typeof loaded> = {}): AppState =>
  after(state, { type: 'loadStarted', loadId: 1 }, { ...loaded, ...change, loadId: 1 });
const wanted = (runId: number): Action => ({ type: 'runWanted', runId });
const arrived = (runId: number, model = TINY): Action => ({ type: 'ran', runId, run: makeRun(runId, model) });
const labelled = (runId: number, reports = REPORTS): Action => ({ type: 'labelled', runId, reports });
const failed = (runId: number): Action => ({ type: 'run-failed', runId, error: ERROR });
const unlabelled = (runId: number): Action => ({ type: 'label-failed', runId, error: ERROR });
const pin = (layer: number, head: number): Action => ({ type: 'headPinned', head: { layer, head } });
const unpin = (layer: number, head: number): Action => ({ type: 'headUnpinned', head: { layer, head } });
const pins = (state: AppState): string => state.view.heads.map(formatHead).join(' ');
const active = (state: AppState): HeadRef | undefined => state.view.heads[state.activePin];

describe('of two runs that overlap', () => {
  const waiting = after(start('?head=L0H0'), loaded, wanted(1), wanted(2));

  test('the older one is dropped when it comes', () => {
    expect(reduce(waiting, arrived(1))).toBe(waiting);
    expect(reduce(waiting, arrived(2)).run?.runId).toBe(2);
  });

  test('the older one is dropped too when it comes after the newer one', () => {
    const done = reduce(waiting, arrived(2));
    expect(reduce(done, arrived(1))).toBe(done);
  });

  test('only the newer one can fail', () => {
    expect(reduce(waiting, failed(1))).toBe(waiting);
    expect(reduce(waiting, failed(2)).runError).toEqual(ERROR);
  });

  test('labels go to the run they were made for, or nowhere', () => {
    const one = after(start('?head=L0H0'), loaded, wanted(1), arrived(1), wanted(2));
    expect(freshReports(reduce(one, labelled(1)))).toBe(REPORTS);
    const two = reduce(one, arrived(2));
    expect(reduce(two, labelled(1))).toBe(two);
    expect(freshReports(reduce(two, labelled(2)))).toBe(REPORTS);
  });
});

describe('the sound that is played', () => {
  const sound = (name: string) =>
    ({ kind: 'sound', name, rate: 8, samples: new Float32Array(4), file: new File([], name) }) as const;
  const choose = (name: string): Action => ({ type: 'soundChosen', sound: sound(name) });
  const places = { nPrefix: 0, nBands: 1, nSteps: 5, stepSeconds: 0.1 };
  const asHeard = { ...places, seconds: 0.5, givenSeconds: 0.5, wholeSeconds: 0.5 };
  const sounded = (runId: number): Action => ({
    type: 'ran',
    runId,
    run: {
      ...makeRun(runId, TINY),
      sound: { ...asHeard, picture: { nBins: 0, nColumns: 0, levels: new Uint8Array() } },
    },
  });
  const heard = after(start(), loaded, choose('a'), wanted(1), sounded(1));

  test('is the one that the run on screen is of, until another run is there', () => {
    const waiting = after(heard, choose('b'), wanted(2), choose('c'));
    expect([heard, waiting, reduce(waiting, sounded(2))].map((state) => state.heardSound?.name)).toEqual([
      'a',
      'a',
      'b',
    ]);
  });

  test('stays when another is refused', () => {
    expect(after(heard, choose('b'), wanted(2), failed(2)).heardSound?.name).toBe('a');
  });

  test('is none of a run that is of no sound, whatever was chosen before', () => {
    expect(after(heard, wanted(2), arrived(2)).heardSound).toBeNull();
  });
});

describe('what is on screen', () => {
  const shown = after(start('?head=L0H0'), loaded, wanted(1), arrived(1), labelled(1));

  test('stays when the next run fails', () => {
    const state = after(shown, wanted(2), failed(2));
    expect(state.run?.runId).toBe(1);
    expect(freshReports(state)).toBe(REPORTS);
    expect(state.runError).toEqual(ERROR);
  });

  test('stays while another model loads and when that fails', () => {
    const state = after(shown, { type: 'loadStarted', loadId: 2 }, { type: 'load-failed', loadId: 2, error: ERROR });
    expect(state.run?.runId).toBe(1);
    expect(state.model).toEqual({ status: 'failed', error: ERROR });
  });

  test('is no failure any more once a run has come', () => {
    expect(after(shown, wanted(2), failed(2), wanted(3), arrived(3)).runError).toBeNull();
  });

  test('is left without labels where they could not be made: older ones would pass for its own', () => {
    const state = after(shown, wanted(2), arrived(2), unlabelled(2));
    expect([state.run?.runId, state.reports, state.runError]).toEqual([2, null, ERROR]);
    expect(reduce(shown, unlabelled(2))).toBe(shown);
  });

  test('is no failure any more once something is wanted after a stop', () => {
    const stop: Action = { type: 'run-failed', runId: 2, error: { code: 'stopped', detail: '' } };
    expect(after(shown, wanted(2), stop, wanted(3)).runError).toBeNull();
    expect(after(shown, wanted(2), failed(2), wanted(3)).runError).toEqual(ERROR);
  });

  test('keeps no labels of an older run for its own when a load drops those on their way', () => {
    const state = reduce(after(shown, wanted(2), arrived(2)), { type: 'loadStarted', loadId: 5 });
    expect(freshReports(state)).toBeNull();
    expect(freshReports(reduce(shown, { type: 'loadStarted', loadId: 5 }))).toBe(REPORTS);
  });

  test('has no labels of its own until they come, and none of another model at all', () => {
    const next = after(shown, wanted(2), arrived(2));
    expect(freshReports(next)).toBeNull();
    expect(after(shown, wanted(2), arrived(2, { ...TINY, id: 'other' })).reports).toBeNull();
  });
});

describe('pinning a head', () => {
  const two = after(start(), pin(0, 1), pin(1, 2));

  test('puts it after the others and makes it the active one', () => {
    expect(pins(two)).toBe('L0H1 L1H2');
    expect(active(two)).toEqual({ layer: 1, head: 2 });
  });

  test('that is pinned already makes it the active one', () => {
    const state = reduce(two, pin(0, 1));
    expect(pins(state)).toBe('L0H1 L1H2');
    expect(active(state)).toEqual({ layer: 0, head: 1 });
  });

  test('that is the active one already unpins it', () => {
    expect(pins(reduce(two, pin(1, 2)))).toBe('L0H1');
  });

  test('and unpinning it let the label panel begin anew', () => {
    const chosen = reduce(two, { type: 'labelSelected', label: 'block' });
    expect(chosen.panelLabel).toBe('block');
    expect(reduce(chosen, pin(0, 0)).panelLabel).toBeNull();
    expect(reduce(chosen, unpin(0, 1)).panelLabel).toBeNull();
    expect(reduce(chosen, { type: 'pinActivated', index: 0 }).panelLabel).toBeNull();
  });
});

describe('unpinning a head', () => {
  const three = after(start(), pin(0, 0), pin(0, 1), pin(0, 2));

  test('takes it out and leaves the order of the others', () => {
    expect(pins(reduce(three, unpin(0, 1)))).toBe('L0H0 L0H2');
  });

  test.each([0, 1, 2])('leaves the active head active if it is another one (place %i is active)', (index) => {
    const state = reduce(three, { type: 'pinActivated', index });
    for (const head of state.view.heads) {
      if (head === active(state)) continue;
      expect(active(reduce(state, { type: 'headUnpinned', head }))).toEqual(active(state));
    }
  });

  test('that is not pinned changes no pin', () => {
    const state = reduce({ ...three, activePin: 1 }, unpin(1, 1));
    expect(pins(state)).toBe(pins(three));
    expect(state.activePin).toBe(1);
  });

  test('leaves none at the end, and none is suggested then', () => {
    const none = after(three, unpin(0, 0), unpin(0, 1), unpin(0, 2));
    expect(pins(none)).toBe('');
    expect(none.activePin).toBe(0);
    expect(pins(after(none, wanted(1), arrived(1), labelled(1)))).toBe('');
  });
});

describe('heads to begin with', () => {
  test('are suggested by the first labels where the link names none', () => {
    const state = after(start(), loaded, wanted(1), arrived(1), labelled(1));
    expect(pins(state)).toBe('L1H2 L0H0');
    expect(state.activePin).toBe(0);
  });

  test('are chosen anew for another sentence, until a person has chosen', () => {
    const state = after(start(), loaded, wanted(1), arrived(1), labelled(1), wanted(2), arrived(2));
    const other = labelled(2, [makeReport(0, 1, [{ label: 'block', share: 1 }])]);
    expect(pins(reduce(state, other))).toBe('L0H1');
    expect(pins(after(state, pin(1, 2), other))).toBe('L1H2 L0H0');
    // The same ones again are no change of the view.
    expect(reduce(state, labelled(2)).view).toBe(state.view);
  });

  test('are no part of a link while the page chose them', () => {
    const suggested = after(start(), loaded, wanted(1), arrived(1), labelled(1));
    expect(linkOf(suggested)).toBe('');
    const kept = reduce(suggested, { type: 'pinActivated', index: 1 });
    expect(linkOf(kept)).toBe('?head=L1H2%2CL0H0');
    expect(kept.view).not.toBe(suggested.view);
  });

  test('are kept by the first click on one, which may have been suggested under the pointer', () => {
    const suggested = after(start(), loaded, wanted(1), arrived(1), labelled(1));
    const kept = reduce(suggested, pin(1, 2));
    expect([pins(kept), active(kept)]).toEqual(['L1H2 L0H0', { layer: 1, head: 2 }]);
    expect(pins(reduce(kept, pin(1, 2)))).toBe('L0H0');
    const other = reduce(suggested, pin(0, 0));
    expect([pins(other), active(other)]).toEqual(['L1H2 L0H0', { layer: 0, head: 0 }]);
    expect(pins(reduce(other, pin(0, 0)))).toBe('L1H2');
    // From the first choice on all are the person's own.
    for (const first of [pin(0, 1), unpin(0, 0), { type: 'pinActivated', index: 1 } as const]) {
      const chosen = after(suggested, first, { type: 'pinActivated', index: 0 });
      expect(pins(reduce(chosen, pin(1, 2)))).not.toContain('L1H2');
    }
  });

  test('are suggested later where the first sentence is too short for labels', () => {
    const short = after(start(), loaded, wanted(1), arrived(1), labelled(1, [makeReport(0, 0, [])]));
    expect(pins(short)).toBe('');
    expect(pins(after(short, wanted(2), arrived(2), labelled(2)))).toBe('L1H2 L0H0');
  });

  test('stay for a sentence too short for labels, and are chosen anew for the next', () => {
    const there = after(start(), loaded, wanted(1), arrived(1), labelled(1));
    const short = after(there, wanted(2), arrived(2), labelled(2, [makeReport(0, 0, [])]));
    expect([pins(short), short.view, short.arePinsSuggested]).toEqual(['L1H2 L0H0', there.view, true]);
    const next = labelled(3, [makeReport(0, 1, [{ label: 'block', share: 1 }])]);
    expect(pins(after(short, wanted(3), arrived(3), next))).toBe('L0H1');
  });

  test('are those of the link, the last one active, less those that the model does not have', () => {
    const linked = start('?head=L0H1,L1H2,L7H0');
    expect(active(linked)).toEqual({ layer: 7, head: 0 });
    const state = after(linked, loaded, wanted(1), arrived(1), labelled(1));
    expect(pins(state)).toBe('L0H1 L1H2');
    expect(active(state)).toEqual({ layer: 1, head: 2 });
  });

  test('are those that were pinned meanwhile', () => {
    expect(pins(after(start(), loaded, pin(0, 1), wanted(1), arrived(1), labelled(1)))).toBe('L0H1');
  });
});

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

test('a notice is dismissed alone', () => {
  const notices = [
    { code: 'gpu-lost', detail: '' },
    { code: 'webgpu-unavailable', detail: '' },
  ] as const;
  const state = reduce(start(), { ...loaded, notices });
  expect(reduce(state, { type: 'noticeDismissed', notice: notices[0] }).notices).toEqual([notices[1]]);
});

describe('the page is', () => {
  const ready = after(start('?head=L0H0'), loaded, wanted(1), arrived(1), labelled(1));

  test.each<[string, AppState]>([
    ['loading', start()],
    ['loading', after(start(), { type: 'progress', loadId: 0, stage: 'graph', loadedBytes: 1, totalBytes: 1 })],
    ['running', after(start(), loaded, wanted(1))],
    ['running', after(start(), loaded, wanted(1), arrived(1))],
    ['ready', ready],
    ['running', reduce(ready, wanted(2))],
    ['running', after(ready, wanted(2), arrived(2))],
    ['failed', after(ready, wanted(2), failed(2))],
    ['failed', after(start(), { type: 'load-failed', loadId: 0, error: ERROR })],
    ['loading', after(ready, { type: 'loadStarted', loadId: 2 })],
    ['ready', after(start('?text=%20'), loaded)],
    ['failed', after(ready, wanted(2), arrived(2), unlabelled(2))],
    // What a load has dropped is waited for no more.
    ['ready', reloaded(after(ready, wanted(2)))],
    ['ready', reloaded(after(ready, wanted(2), arrived(2)))],
    ['ready', reloaded(after(ready, wanted(2), failed(2)))],
    ['loading', after(ready, { type: 'restarting', loadId: 0 })],
    ['failed', after(ready, { type: 'model-lost', loadId: 0, error: ERROR })],
  ])('%s', (page, state) => {
    expect(pageState(state)).toBe(page);
  });
});

test('a dropped folder is waited for, whatever the model does, until it is looked through', () => {
  const ready = after(start(), loaded, wanted(1), arrived(1), labelled(1));
  const listing = reduce(ready, { type: 'listingChanged', listing: 3 });
  expect([waitOf(ready), waitOf(listing)]).toEqual([null, { what: 'folder', key: 'folder 3' }]);
  expect(waitOf(reduce(listing, { type: 'loadStarted', loadId: 2 }))?.what).toBe('folder');
  expect(waitOf(reduce(listing, { type: 'listingChanged', listing: null }))).toBeNull();
});

test('the names of the pinned heads are those that the grid looks up', () => {
  expect([...pinnedNames(after(start(), pin(0, 1), pin(1, 2)).view)]).toEqual(['L0H1', 'L1H2']);
});

test('whatever happens, in whatever order, pins are distinct, one of them is active, and the run is one that was wanted', () => {
  const head = fc.record({ layer: fc.nat(2), head: fc.nat(3) });
  const id = fc.integer({ min: 1, max: 4 });
  const action: fc.Arbitrary<Action> = fc.oneof(
    head.map((ref): Action => ({ type: 'headPinned', head: ref })),
    head.map((ref): Action => ({ type: 'headUnpinned', head: ref })),
    id.map(wanted),
    id.map((runId) => arrived(runId)),
    id.map((runId) => labelled(runId)),
    id.map(failed),
    fc.nat(2).map((loadId): Action => ({ ...loaded, loadId })),
    fc.nat(2).map((loadId): Action => ({ type: 'loadStarted', loadId })),
    fc.nat(2).map((loadId): Action => ({ type: 'restarting', loadId })),
    fc
      .constantFrom('', '?head=L0H0,L1H1', '?head=L9H9')
      .map((q): Action => ({ type: 'viewRestored', view: decodeView(q) })),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      let state = start();
      for (const step of actions) {
        const before = state;
        state = reduce(state, step);
        const names = state.view.heads.map(formatHead);
        expect(new Set(names).size).toBe(names.length);
        expect(state.activePin).toBeGreaterThanOrEqual(0);
        expect(state.activePin).toBeLessThan(Math.max(1, names.length));
        expect([before.run?.runId, before.wantedRunId]).toContain(state.run?.runId);
        expect(['loading', 'running', 'ready', 'failed']).toContain(pageState(state));
      }
    }),
    { numRuns: 300 },
  );
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

test('why a file is no image stays until an image is chosen, or a model is there that takes none', () => {
  const refused = after(start(), { type: 'imageRefused', why: 'x.png is not an image this browser can read' });
  expect(refused.imageTrouble).toBe('x.png is not an image this browser can read');
  const chosen = after(refused, { type: 'imageChosen', image: { id: 1, name: 'y.png', isDrawn: false } });
  expect([chosen.imageTrouble, chosen.image?.name]).toEqual([null, 'y.png']);
  expect(after(refused, { ...loaded, model: { ...TINY, takes: 'image' } }).imageTrouble).not.toBeNull();
  expect(after(refused, loaded).imageTrouble).toBeNull();
});

test('what cannot be run on is the failure of the run that was wanted, and what a person asks for changes nothing', () => {
  const error = { code: 'bad-input', detail: 'no ids' } as const;
  const refused = after(start(), loaded, wanted(3), { type: 'inputRefused', error });
  expect([refused.runError, refused.failedRunId]).toEqual([error, 3]);
  for (const type of ['retryAsked', 'stopAsked', 'cachedAsked', 'compareAsked', 'cancelAsked'] as const)
    expect(reduce(refused, { type })).toBe(refused);
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
