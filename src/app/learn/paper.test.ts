import { expect, test, vi } from 'vitest';
import type { Lesson, LessonPage } from '../../core/lessons/lesson.ts';
import { initialState } from '../state/appState.ts';
import type { AppState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import { makeRun, TINY } from '../testing/runs.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { paperOf } = await import('./paper.ts');
const { guessKey, keepTruth } = await import('./guesses.ts');

const BLANK = '…………';

const PAGE: LessonPage = {
  title: 'Count',
  words: 'It has {nAll} heads, says *boy*.',
  does: 'See a [head](head).',
  view: '',
  lit: 'grid',
  measures: [],
  guess: null,
  claims: [],
};
const GUESS = {
  kind: 'number',
  asks: 'How many of {nLayers}?',
  truth: 'nAll',
  between: [],
  range: [0, 9],
  columns: [],
  lit: '',
  shows: '',
} as const;

const LESSON: Lesson = {
  title: 'Six steps',
  about: 'Steps.',
  from: null,
  pages: [
    { ...PAGE, guess: GUESS },
    { ...PAGE, guess: { ...GUESS, shows: '?ablate=L0H0' } },
    { ...PAGE, view: '?text=Another+one.', guess: { ...GUESS, kind: 'direction' } },
    { ...PAGE, view: '?ablate=L0H1' },
  ],
};

function stateAt(query: string): AppState {
  const view = decodeView(query);
  const sizes = { nLayers: TINY.nLayers, nHeads: TINY.nHeads, nQueries: 0, nKeys: 0 };
  const attention = [{ kind: 'decoder', ...sizes, data: new Float32Array(0) }] as const;
  const run = { ...makeRun(1, { ...TINY, id: view.modelId }), text: view.text, attention };
  return { ...initialState(view), run, wantedRunId: 1 };
}

const factsOf = (state: AppState): readonly string[] =>
  paperOf(LESSON, 'steps', state).pages.map(({ words }) => words.find(({ is }) => is === 'fact')?.text ?? '');

test('facts stand on the pages that are about what is on screen; on the others there is a place to fill in', () => {
  const nAll = String(TINY.nLayers * TINY.nHeads);
  expect(factsOf(stateAt('?text=Own.&lesson=steps'))).toEqual([nAll, nAll, BLANK, BLANK]);
  // With a head off that the page itself switches off; that of another text is still another's.
  expect(factsOf(stateAt('?text=Own.&ablate=L0H1&lesson=steps.4'))).toEqual([BLANK, BLANK, BLANK, nAll]);
  // The page that is open is always about what is on screen.
  expect(factsOf(stateAt('?text=Own.&ablate=L0H1&lesson=steps.2'))).toEqual([BLANK, nAll, BLANK, nAll]);
  expect(factsOf({ ...stateAt('?text=Own.&lesson=steps'), run: null })).toEqual([BLANK, BLANK, BLANK, BLANK]);
});

test('words of the sentence and terms stay text', () => {
  const [page] = paperOf(LESSON, 'steps', stateAt('?lesson=steps')).pages;
  expect(page?.words.filter(({ is }) => is === 'quoted')).toEqual([{ text: 'boy', is: 'quoted' }]);
  expect(page?.does.map(({ text }) => text).join('')).toBe('See a head.');
});

test('an answer is what was seen on this visit of the same sentence, or can be read from the screen without showing more', () => {
  const state = stateAt('?text=Own.&lesson=list');
  const truths = (): readonly unknown[] => paperOf(LESSON, 'steps', state).pages.map(({ guess }) => guess?.truth);
  const nAll = String(TINY.nLayers * TINY.nHeads);
  expect(truths()).toEqual([nAll, null, null, undefined]);
  keepTruth(guessKey('steps.2', { ...state, view: { ...state.view, text: 'Not this one.' } }), '7');
  keepTruth(guessKey('steps.3', { ...state, view: { ...state.view, text: 'Another one.' } }), 'rises (+0.2)');
  expect(truths()).toEqual([nAll, null, 'rises (+0.2)', undefined]);
  keepTruth(guessKey('steps.2', state), '5');
  expect(truths()).toEqual([nAll, '5', 'rises (+0.2)', undefined]);
});

test('what there is to choose from stands beside the question', () => {
  const guesses = paperOf(LESSON, 'steps', stateAt('?lesson=steps')).pages.map(({ guess }) => guess?.options);
  expect(guesses).toEqual(['', '', 'rises / stays / falls', undefined]);
});
