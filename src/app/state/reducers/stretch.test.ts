import { describe, expect, test } from 'vitest';
import type { ModelRun } from '../../../core/run.ts';
import type { Stretch } from '../../../core/stretch/stretch.ts';
import type { Token } from '../../../core/tokens.ts';
import { makeRun } from '../../testing/runs.ts';
import type { Action } from '../actions.ts';
import { initialState } from '../appState.ts';
import type { AppState } from '../appState.ts';
import { EXAMPLES } from '../examples.ts';
import { reduce } from '../reduce.ts';
import { decodeView } from '../url.ts';
import type { View } from '../view.ts';

/** Words of which the page asks about the last. */
const WORDS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');

function runOf(runId: number, nTyped: number, nWritten = 0): ModelRun {
  const n = nTyped + nWritten;
  const tokens = WORDS.slice(0, n).map((word, position): Token => {
    const text = ` ${word}`;
    const base = { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 } as const;
    return position < nTyped ? base : { ...base, isWritten: true };
  });
  const sizes = { nLayers: 1, nHeads: 1, nQueries: n, nKeys: n, data: new Float32Array(n * n) };
  return {
    ...makeRun(runId),
    text: tokens.map(({ text }) => text).join(''),
    tokens,
    attention: [{ kind: 'decoder', ...sizes }],
  };
}

const after = (state: AppState, ...actions: Action[]): AppState => actions.reduce(reduce, state);
const opened = (query: string): AppState => initialState(decodeView(query));
const changed = (change: Partial<View>): Action => ({ type: 'viewChanged', change });
const ran = (run: ModelRun): readonly Action[] => [
  { type: 'runWanted', runId: run.runId },
  { type: 'ran', runId: run.runId, run },
];
const both = (start: number, end: number): Stretch => ({ queries: { start, end }, keys: { start, end } });

describe('a stretch', () => {
  const zoomed = after(opened('?zoom=2-4'), ...ran(runOf(1, 8)));

  test.each([
    ['another model', changed({ modelId: 'other' })],
    ['another stack', changed({ stack: 'cross' })],
    ['an example', { type: 'exampleTried', example: EXAMPLES[0]! }],
  ] as const)('is left with %s', (_, action) => {
    expect(zoomed.view.stretch).toEqual(both(2, 5));
    expect(reduce(zoomed, action).view.stretch).toBeNull();
  });

  test('that is named beside another model is that of the other', () => {
    expect(reduce(zoomed, changed({ modelId: 'other', stretch: both(1, 3) })).view.stretch).toEqual(both(1, 3));
  });
});

describe('the word that the page asks about', () => {
  const zoomed = (query: string) => after(opened(query), ...ran(runOf(1, 8))).view.stretch;
  const then = (query: string, action: Action, ...rest: readonly Action[]) =>
    after(opened(query), ...ran(runOf(1, 8)), action, ...rest).view.stretch;
  const writes = changed({ written: [8] });

  test('is brought into sight where it is newly written, unless a person asks about another or moves on meanwhile', () => {
    expect(then('?zoom=2-4', writes, ...ran(runOf(2, 8, 1)))).toEqual(both(7, 10));
    expect(then('?zoom=2-4&ask=3', writes, ...ran(runOf(2, 8, 1)))).toEqual(both(2, 5));
    const moved = changed({ stretch: both(0, 3) });
    expect(then('?zoom=2-4', writes, moved, ...ran(runOf(2, 8, 1)))).toEqual(both(0, 3));
  });

  test('stays in sight while another text is typed, and is brought there by no typing if it was not', () => {
    const typed = changed({ text: 'another' });
    expect(then('?zoom=6-8', typed, ...ran(runOf(2, 12)))).toEqual(both(10, 13));
    expect(then('?zoom=2-4', typed, ...ran(runOf(2, 12)))).toEqual(both(2, 5));
  });

  test('moves nothing that a link zooms', () => {
    expect(zoomed('?zoom=2-4')).toEqual(both(2, 5));
    const restored: Action = { type: 'viewRestored', view: decodeView('?zoom=2-4&write=8') };
    expect(then('?zoom=6-8', writes, restored, ...ran(runOf(2, 8, 1)))).toEqual(both(2, 5));
  });
});
