import { describe, expect, test } from 'vitest';
import type { ModelRun } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import { NOTHING_ABLATED } from '../state/ablated.ts';
import { initialState } from '../state/appState.ts';
import type { AppState } from '../state/appState.ts';
import { CARD, SUPPORT, WASM } from '../testing/models.ts';
import { makeRun, TINY } from '../testing/runs.ts';
import { writingWords } from './writeWords.ts';
import { selectCanWriteOn, writingOf } from './writing.ts';
import { decodeView } from '../state/url.ts';

const READY: AppState['model'] = { status: 'ready', model: TINY, backend: WASM, card: CARD, ablation: SUPPORT };
const WORDS = ['a', ' b', ' c', ' d'];

/** "a b" is typed; a row of scores for each token, of which the last gives what comes. */
function runOf(written: readonly number[], rows: readonly (readonly number[])[]): ModelRun {
  const ids = [0, 1, ...written];
  let end = 0;
  const tokens = ids.map((id, position): Token => {
    const text = WORDS[id] ?? '';
    const start = end;
    end += text.length;
    const base = { position, id, piece: text, text, start, end, special: false, segment: 0 } as const;
    return position < 2 ? base : { ...base, isWritten: true };
  });
  return {
    ...makeRun(3, { ...TINY, endIds: [3] }),
    text: tokens.map(({ text }) => text).join(''),
    tokens,
    logits: { nTokens: ids.length, nVocab: 4, data: Float32Array.from(rows.flat()) },
    foretold: [{ position: ids.length - 1, isMask: false, candidates: [{ id: 2, text: ' c', probability: 0.5 }] }],
  };
}

const ROWS = [
  [0, 0, 0, 0],
  [0, 0, Math.log(2), Math.log(5)],
  [0, 1, 2, -1],
];

function stateOf(run: ModelRun, write = '2', change: Partial<AppState> = {}): AppState {
  const view = { ...decodeView(`?text=a+b&write=${write}`), modelId: 'tiny' };
  return { ...initialState(view), run, wantedRunId: run.runId, ...change };
}

describe('a text that is written on', () => {
  test('is ready with the likeliest token, at its place; the newest had 2 of 9, and one was likelier', () => {
    const writing = writingOf(stateOf(runOf([2], ROWS)))!;
    expect(writing).toMatchObject({ status: 'ready', position: 3, nextId: 2, isWithHeadsOff: false });
    expect(writing.last).toMatchObject({ id: 2, text: ' c', nLikelier: 1 });
    expect(writing.last!.probability).toBeCloseTo(2 / 9, 6);
    expect(writingWords(writing, 'text')).toBe('1 token written; “c” had 22 %, the 2nd likeliest.');
  });

  test('is over where the next token ends the text, and full where the model reads no more', () => {
    const ends = writingOf(stateOf(runOf([2], [ROWS[0]!, ROWS[1]!, [0, 0, 0, 9]])))!;
    expect(ends).toMatchObject({ status: 'over', nextId: 3 });
    expect(writingWords(ends, 'text')).toContain('would end the text here');
    const full = runOf([2], ROWS);
    expect(writingOf(stateOf({ ...full, model: { ...full.model, maxTokens: 3 } }))!.status).toBe('full');
  });

  test('waits for the run of its newest token, and for one that is under way', () => {
    const run = runOf([2], ROWS);
    expect(writingOf(stateOf(run, '2.1'))!.status).toBe('waiting');
    expect(writingOf(stateOf(run, '1'))!.status).toBe('waiting');
    expect(writingOf(stateOf(run, ''))!.status).toBe('waiting');
    expect(writingOf(stateOf(run, '2', { wantedRunId: 4 }))!.status).toBe('waiting');
  });

  test('waits for the run of a text of which the one on screen has more', () => {
    const run = { ...runOf([], ROWS.slice(0, 2)), text: 'a bc' };
    const writing = (text: string) => writingOf(stateOf(run, '', { view: { ...stateOf(run, '').view, text } }))!;
    expect(writing('a b').status).toBe('waiting');
    expect(writing('a bc').status).toBe('over');
  });

  test('tells the number alone where nobody knows yet how likely the newest was; the number is that of the run on screen', () => {
    const run = runOf([2], ROWS);
    const wordsWithHeadsOff = (shown: ModelRun, write: string, ablated = NOTHING_ABLATED) => {
      const state = stateOf(shown, write, { model: READY, ablated });
      const view = { ...state.view, ablation: [{ kind: null, layer: 0, head: 1, keep: 0 }] };
      return writingWords(writingOf({ ...state, view })!, 'text');
    };
    expect(wordsWithHeadsOff(run, '2')).toBe('1 token written, with heads off.');
    const error = { code: 'run-failed', detail: 'no reason' } as const;
    expect(wordsWithHeadsOff(run, '2', { ...NOTHING_ABLATED, error })).toMatch(/^1 token written, .* could not be had/);
    expect(wordsWithHeadsOff(runOf([], ROWS.slice(0, 2)), '')).toBe('Nothing written yet, with heads off.');
    // Back, and the run is on its way.
    expect(writingWords(writingOf(stateOf(run, ''))!, 'text')).toBe(
      '1 token written; “c” had 22 %, the 2nd likeliest.',
    );
  });

  test('says so where scores are no numbers', () => {
    const writing = writingOf(stateOf(runOf([2], [ROWS[0]!, ROWS[1]!, [NaN, NaN, NaN, NaN]])))!;
    expect(writing.status).toBe('unsaid');
    expect(writingWords(writing, 'text')).toContain('could not be had');
  });

  test('is the target of a model that has one, behind what is typed of it, and ids of one without words', () => {
    const { tokens, text, ...rest } = runOf([2], ROWS);
    const model = { ...TINY, takes: 'text-to-text' as const, endIds: [3] };
    const run: ModelRun = { ...rest, model, text: 'source', tokens: [], targetTokens: tokens, pair: text };
    const view = { ...stateOf(run).view, text: 'source', pair: 'a b' };
    expect(writingOf(stateOf(run, '2', { view }))).toMatchObject({
      status: 'ready',
      position: 3,
      nextId: 2,
      nWritten: 1,
    });
    expect(writingOf(stateOf(run, '2', { view }))!.last).toMatchObject({ id: 2, nLikelier: 1 });
    // Of a source that is cut the target goes on all the same, up to what the model reads.
    const cutAt = (segment: 0 | 1, maxTokens: number) => {
      const cut = { nTokensWanted: 9, segment, offset: 1 };
      return writingOf(stateOf({ ...run, cut, model: { ...model, maxTokens } }, '2', { view }))!.status;
    };
    expect([cutAt(0, 64), cutAt(1, 64), cutAt(0, 3)]).toEqual(['ready', 'full', 'full']);
    // What the model wrote whole is not the target that nothing is written of.
    expect(writingOf(stateOf(run, '', { view: { ...view, pair: null, written: [] } }))!.status).toBe('waiting');
    expect(selectCanWriteOn({ run: { ...rest, tokens, text, model: { ...TINY, takes: 'ids' } } })).toBe(true);
  });

  test('never takes what the files forbid', () => {
    const run = runOf([2], ROWS);
    const writing = writingOf(stateOf({ ...run, model: { ...run.model, neverIds: [2] } }))!;
    expect([writing.nextId, writing.candidates]).toEqual([1, []]);
    expect(writingOf(stateOf(run))!.candidates.map(({ id }) => id)).toEqual([2]);
    // More at the beginning, where nothing but tokens that it must begin with stands.
    const next = (special: boolean): number => {
      const begun = runOf([], ROWS.slice(0, 2));
      const tokens = begun.tokens.map((token) => ({ ...token, special }));
      return writingOf(stateOf({ ...begun, tokens, model: { ...begun.model, neverFirstIds: [3] } }, ''))!.nextId;
    };
    expect([next(true), next(false)]).toEqual([2, 3]);
  });

  test('is none of a pair, of a target that nobody typed or wrote, or of a mask; it waits for scores where a saved run has none', () => {
    const run = runOf([], ROWS.slice(0, 2));
    expect(selectCanWriteOn({ run })).toBe(true);
    expect(selectCanWriteOn({ run: { ...run, pair: 'b' } })).toBe(false);
    expect(selectCanWriteOn({ run: { ...run, targetTokens: [] } })).toBe(false);
    expect(selectCanWriteOn({ run: { ...run, foretold: [{ ...run.foretold![0]!, isMask: true }] } })).toBe(false);
    expect(selectCanWriteOn({ run: { ...run, model: { ...run.model, takes: 'text-to-text' } } })).toBe(false);
    expect(selectCanWriteOn({ run: { ...run, model: { ...run.model, takes: 'nothing' } } })).toBe(false);
    expect(writingOf(stateOf({ ...run, pair: 'b' }))).toBeNull();
    const saved = { wantedRunId: 0, labelledRunId: 0 };
    expect(writingOf(stateOf({ ...run, runId: 0, logits: null }, '', saved))).toMatchObject({ status: 'waiting' });
  });
});

test.each([
  [0, 'the likeliest'],
  [1, 'the 2nd likeliest'],
  [2, 'the 3rd likeliest'],
  [3, 'the 4th likeliest'],
  [10, 'the 11th likeliest'],
  [111, 'the 112th likeliest'],
  [120, 'the 121st likeliest'],
])('with %d likelier ones a token was %s', (nLikelier, words) => {
  const writing = writingOf(stateOf(runOf([2], ROWS)))!;
  const said = writingWords({ ...writing, nWritten: 2, last: { ...writing.last!, nLikelier } }, 'text');
  expect(said).toMatch(new RegExp(`^2 tokens written; .* had 22 %, ${words}\\.$`));
});
