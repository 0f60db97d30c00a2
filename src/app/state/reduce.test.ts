import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatHead } from '../../core/selection.ts';
import { pageState, waitOf } from '../shown/pageState.ts';
import { freshReports } from '../shown/selectors.ts';
import { reduce } from './reduce.ts';
import type { Action } from './actions.ts';
import type { AppState } from './appState.ts';
import { makeRun, TINY } from '../testing/runs.ts';
import { decodeView } from './url.ts';
import { after, start, loaded, wanted, arrived, labelled, REPORTS, reloaded } from '../testing/happened.ts';

fc.configureGlobal({ seed: 20_261_121 });

const ERROR = { code: 'run-failed', detail: 'no reason' } as const;

const failed = (runId: number): Action => ({ type: 'run-failed', runId, error: ERROR });
const unlabelled = (runId: number): Action => ({ type: 'label-failed', runId, error: ERROR });

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

  test('takes what was written on of the one before along, but not what a link says of the first', () => {
    const writing: Action = { type: 'viewChanged', change: { written: [5, 6] } };
    const linked = after(start(), loaded, writing, choose('a'));
    expect([linked, reduce(linked, choose('b'))].map(({ view }) => view.written)).toEqual([[5, 6], []]);
    expect(after(heard, choose('b')).view.written).toBeNull();
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
