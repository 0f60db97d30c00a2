import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AttentionTensor } from '../../core/tensor.ts';
import { CARD, SUPPORT, WASM } from '../testing/models.ts';
import { makeRun, TINY } from '../testing/runs.ts';
import { initialState } from '../state/appState.ts';
import type { AppState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, hear, store } = await import('../state/store.ts');
const { startSelfMeasureLoop } = await import('./selfMeasureLoop.ts');

const PATTERNS: AttentionTensor = {
  kind: 'decoder',
  nLayers: 2,
  nHeads: 3,
  nQueries: 4,
  nKeys: 4,
  data: new Float32Array(2 * 3 * 4 * 4),
};

/** What was asked for, in order. */
let asked: string[];
let undo: (() => void)[];
/** Whether what a question about words needs has to be fetched first. */
let isSlow = false;
let studyId = 0;

function begunWords(): void {
  const basis = { kind: 'shipped', texts: ['a'], thing: 'sentence' } as const;
  dispatch({ type: 'attendStarted', studyId: ++studyId, words: store.getState().view.words, basis });
}

/** A page that is ready with the run of "first", a pass of which takes so long. */
function open(query: string, forwardMs = 10): void {
  const model = {
    status: 'ready' as const,
    model: TINY,
    backend: WASM,
    card: CARD,
    ablation: SUPPORT,
  };
  const run = { ...makeRun(1), text: 'first', attention: [PATTERNS], forwardMs };
  const ready: Partial<AppState> = { model, shown: model, run, reports: [], labelledRunId: 1, wantedRunId: 1 };
  store.setState({ ...initialState(decodeView(`?text=first&head=L0H0${query}`)), ...ready }, true);
  asked = [];
  studyId = 0;
  isSlow = false;
  undo = [
    hear({
      measureAsked({ purpose, variants }) {
        asked.push(`${purpose} of ${variants.length}`);
        const basis = { kind: 'sentence' as const, texts: [store.getState().view.text], thing: 'sentence' as const };
        dispatch({ type: 'measureStarted', studyId: ++studyId, purpose, plan: { inputs: [], variants }, basis });
      },
      compareAsked() {
        asked.push('alike');
        const basis = { kind: 'sentence' as const, texts: [store.getState().view.text], thing: 'sentence' as const };
        dispatch({ type: 'compareStarted', studyId: ++studyId, basis });
      },
      attendAsked() {
        asked.push('words');
        if (isSlow) return;
        begunWords();
      },
      cancelAsked() {
        asked.push('cancel');
        dispatch({ type: 'studyStopped', studyId });
      },
    }),
    startSelfMeasureLoop(),
  ];
}

const turnTo = (panel: AppState['view']['panel']): void => dispatch({ type: 'viewChanged', change: { panel } });
const type = (text: string): void => dispatch({ type: 'viewChanged', change: { text } });
const done = (): void => dispatch({ type: 'study-done', studyId: 1 });
const told = (): Promise<void> => Promise.resolve();

beforeEach(() => open(''));
afterEach(() => {
  for (const one of undo) one();
});

describe('a page that is opened', () => {
  test('measures what takes less than two seconds by itself, and once', () => {
    turnTo('importance');
    expect(asked).toEqual(['importance of 6']);
    done();
    turnTo('heads');
    turnTo('importance');
    expect(asked).toEqual(['importance of 6']);
    turnTo('alike');
    expect(asked).toEqual(['importance of 6', 'alike']);
  });

  test('by a link does so too', () => {
    for (const one of undo) one();
    open('&view=alike');
    expect(asked).toEqual(['alike']);
  });

  test('leaves what takes longer to a press', () => {
    for (const one of undo) one();
    // Seven passes, each with half as much for comparing.
    open('', 2000 / 7 / 1.5);
    turnTo('importance');
    expect(asked).toEqual([]);
  });

  test('waits for a second measure where the first says that it takes long: it may be of a pass that warms up', () => {
    for (const one of undo) one();
    open('', 2000);
    turnTo('importance');
    expect(asked).toEqual([]);
    ran(10);
    expect(asked).toEqual(['importance of 6']);
  });

  test('waits for no third, and what is typed on begins nothing then', () => {
    for (const one of undo) one();
    open('', 2000);
    ran(2000);
    turnTo('importance');
    ran(10);
    expect(asked).toEqual([]);
  });

  test.each(['heads', 'off'] as const)('as %s measures nothing', (panel) => {
    turnTo(panel);
    expect(asked).toEqual([]);
  });

  test('leaves lists, recordings and what is under way alone', () => {
    dispatch({ type: 'sentencesChanged', change: { isList: true } });
    turnTo('importance');
    dispatch({ type: 'sentencesChanged', change: { isList: false } });
    turnTo('heads');
    dispatch({ type: 'compareAsked' });
    turnTo('importance');
    expect(asked).toEqual(['alike']);
  });

  test('measures a newer sentence when it is opened again, not while it is typed', () => {
    turnTo('importance');
    done();
    type('second');
    expect(asked).toEqual(['importance of 6']);
    turnTo('heads');
    turnTo('importance');
    expect(asked).toEqual(['importance of 6', 'importance of 6']);
  });
});

/** A newer pass of the same model took so long. */
function ran(forwardMs: number): void {
  const { run, wantedRunId } = store.getState();
  const runId = wantedRunId + 1;
  dispatch({ type: 'runWanted', runId });
  dispatch({ type: 'ran', runId, run: { ...run!, runId, forwardMs } });
  dispatch({ type: 'labelled', runId, reports: [] });
}

describe('the page of words', () => {
  test('measures its words once, and others when it is opened again', () => {
    turnTo('words');
    done();
    turnTo('heads');
    turnTo('words');
    expect(asked).toEqual(['words']);
    turnTo('heads');
    dispatch({ type: 'viewChanged', change: { words: 'red' } });
    turnTo('words');
    expect(asked).toEqual(['words', 'words']);
  });

  test.each([
    ['the person leaves', () => turnTo('heads')],
    ['the words change', () => dispatch({ type: 'viewChanged', change: { words: 'red' } })],
    ['a list is chosen', () => dispatch({ type: 'sentencesChanged', change: { isWordsList: true } })],
  ])('ends what it began when %s, also where that is still to be fetched', async (_, change) => {
    for (const fetches of [false, true]) {
      for (const one of undo) one();
      open('');
      isSlow = fetches;
      turnTo('words');
      change();
      await told();
      expect(asked).toEqual(['words', 'cancel']);
      dispatch({ type: 'sentencesChanged', change: { isWordsList: false } });
    }
  });

  test('leaves alone what the person asked for while that was still to be fetched', async () => {
    isSlow = true;
    turnTo('words');
    dispatch({ type: 'attendAsked' });
    turnTo('heads');
    await told();
    expect(asked).not.toContain('cancel');
  });

  test('goes on while another sentence is typed, which it does not rest on', async () => {
    turnTo('words');
    type('second');
    await told();
    expect(asked).toEqual(['words']);
  });

  test('begins nothing over a person’s own list', () => {
    dispatch({ type: 'sentencesChanged', change: { isWordsList: true } });
    turnTo('words');
    expect(asked).toEqual([]);
  });
});

describe('what was begun by itself', () => {
  test.each([
    ['the person leaves', () => turnTo('heads')],
    ['the person types', () => type('second')],
    ['the mode changes', () => dispatch({ type: 'viewChanged', change: { mode: 'zero' } })],
  ])('ends when %s', async (_, change) => {
    turnTo('importance');
    change();
    await told();
    expect(asked).toEqual(['importance of 6', 'cancel']);
  });

  test('goes on when something else changes, and nothing is ended twice', async () => {
    turnTo('importance');
    dispatch({ type: 'viewChanged', change: { theme: 'dark' } });
    await told();
    done();
    turnTo('heads');
    await told();
    expect(asked).toEqual(['importance of 6']);
  });

  test('and what a person has begun is not ended with it', async () => {
    turnTo('importance');
    done();
    dispatch({ type: 'measureAsked', purpose: 'importance', variants: [{ mode: 'mean', heads: [] }] });
    turnTo('heads');
    await told();
    expect(asked).not.toContain('cancel');
  });
});
