import { describe, expect, test } from 'vitest';
import { pageState } from '../../shown/pageState.ts';
import { isRunLive, isRunUnderWay } from '../../shown/shown.ts';
import { CARD, loadedAs, SUPPORT } from '../../testing/models.ts';
import { makeReport } from '../../testing/reports.ts';
import { makeRun, TINY } from '../../testing/runs.ts';
import { initialState } from '../appState.ts';
import type { AppState } from '../appState.ts';
import type { Action } from '../actions.ts';
import { isFirst, isSavedRun } from '../firstView.ts';
import { linkOf } from '../headNumbers.ts';
import { reduce } from '../reduce.ts';
import { decodeView } from '../url.ts';

const REPORTS = [makeReport(0, 0, [{ label: 'previous', score: 0.5, share: 0.5 }])];
const first: Action = {
  type: 'firstRunFetched',
  saved: { loaded: { model: TINY, card: CARD, ablation: SUPPORT }, run: makeRun(0), reports: REPORTS },
};
const loaded = loadedAs(TINY, 1);
const start = (query = ''): AppState => initialState(decodeView(query));
const after = (state: AppState, ...actions: Action[]): AppState => actions.reduce(reduce, state);

describe('a view is of the first sentence', () => {
  test.each([
    ['', true],
    ['head=L1H2&view=importance&ask=3&backend=wasm', true],
    ['text=Mine.', false],
    ['model=bookworm-bert', false],
    ['pair=And+mine.', false],
    ['ablate=L0H1', false],
    ['model=owner/name', false],
    ['graph=onnx/another.onnx', false],
  ])('%s: %s', (query, is) => {
    expect(isFirst(decodeView(query))).toBe(is);
  });
});

describe('the run that comes with the page', () => {
  test('stands with its labels while its model is still on its way', () => {
    const state = after(start(), first);
    expect(state).toMatchObject({ reports: REPORTS, model: { status: 'loading' }, shown: { model: TINY } });
    expect([isSavedRun(state), pageState(state)]).toEqual([true, 'loading']);
    const begun = after(state, { type: 'loadStarted', loadId: 1 });
    expect(begun).toMatchObject({ run: state.run, reports: REPORTS });
  });

  test('gives way to what its model says, at once', () => {
    const there = after(start(), first, { type: 'loadStarted', loadId: 1 }, loaded, { type: 'runWanted', runId: 1 });
    expect([isSavedRun(there), pageState(there)]).toEqual([true, 'running']);
    const run = makeRun(1);
    const live = after(there, { type: 'ran', runId: 1, run }, { type: 'labelled', runId: 1, reports: [] });
    expect(live).toMatchObject({ run, reports: [] });
    expect([isSavedRun(live), pageState(live)]).toEqual([false, 'ready']);
  });

  test.each<[string, string, readonly Action[]]>([
    ['the model was sooner', '', [{ type: 'loadStarted', loadId: 1 }, loaded]],
    ['another sentence was typed', '', [{ type: 'viewChanged', change: { text: 'Mine.' } }]],
    ['another model was chosen', '', [{ type: 'viewChanged', change: { modelId: 'dates' } }]],
    ['the link has another sentence', 'text=Mine.', []],
  ])('is left where %s', (_, query, actions) => {
    const state = after(start(query), ...actions);
    expect(after(state, first)).toBe(state);
  });

  test('changes neither the link nor what is told of it', () => {
    const [plain, saved] = [[], [first]].map((actions) =>
      after(start('head=L1H2,L9H9'), ...actions, { type: 'loadStarted', loadId: 1 }, loaded),
    );
    expect(linkOf(saved!)).toBe(linkOf(plain!));
    expect(saved!.notices).toEqual(plain!.notices);
    expect(plain!.notices).not.toEqual([]);
  });

  test('leaves what is told of the page, and nothing that was told of another backend', () => {
    const told = after(
      start(),
      first,
      { type: 'noticeRaised', notice: { code: 'update-waiting' } },
      { type: 'noticeRaised', notice: { code: 'self-test-passed', maxDifference: 0 } },
      { type: 'loadStarted', loadId: 1 },
      loaded,
    );
    expect(told.notices).toEqual([{ code: 'update-waiting' }]);
    const other = after(
      told,
      { type: 'viewChanged', change: { modelId: 'dates' } },
      { type: 'loadStarted', loadId: 2 },
      {
        ...loaded,
        loadId: 2,
        model: { ...TINY, id: 'dates' },
      },
    );
    expect(other.notices).toEqual([{ code: 'update-waiting' }]);
  });

  test('is not asked about: its model has not run', () => {
    const cleared = after(start(), first, { type: 'viewChanged', change: { text: '' } });
    const there = after(cleared, { type: 'loadStarted', loadId: 1 }, loaded);
    expect([isSavedRun(there), isRunUnderWay(there), isRunLive(there)]).toEqual([true, false, false]);
    const live = after(there, { type: 'runWanted', runId: 1 }, { type: 'ran', runId: 1, run: makeRun(1) });
    expect(isRunLive(live)).toBe(true);
  });
});
