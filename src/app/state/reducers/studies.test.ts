import { describe, expect, test } from 'vitest';
import type { EffectSummary } from '../../../core/effect/effect.ts';
import type { Measured, NoiseFloor } from '../../../core/study/results.ts';
import { currentStudy, NO_STUDIES } from '../studies.ts';
import { reduceStudies } from './studies.ts';
import type { Studies } from '../studies.ts';
import type { StudyAction } from '../actions.ts';

const PLAN = {
  inputs: [
    { kind: 'text', text: 'a', pair: null },
    { kind: 'text', text: 'b', pair: null },
  ],
  variants: [0, 1, 2].map((head) => ({ mode: 'zero', heads: [{ kind: null, layer: 0, head, keep: 0 }] }) as const),
} as const;
const BASIS = { kind: 'list', texts: ['a', 'b'], thing: 'sentence' } as const;
const FLOOR: NoiseFloor = { meanKl: 1e-9, loss: 1e-8, turn: 0 };
const SUMMARY: EffectSummary = {
  lossBefore: 1,
  lossAfter: 2,
  nScored: 3,
  meanKl: 0.5,
  maxKl: 1,
  worst: 0,
  nPositions: 4,
  nFlips: 1,
  meanTurn: Number.NaN,
};
const result = (input: number, variant: number): Measured => ({ input, variant, effect: SUMMARY });

const begin = (studyId: number, purpose: 'importance' | 'curve-own' = 'importance'): StudyAction => ({
  type: 'measureStarted',
  studyId,
  purpose,
  plan: PLAN,
  basis: BASIS,
});
const measured = (studyId: number, results: readonly Measured[], nDone: number): StudyAction => ({
  type: 'measured',
  studyId,
  results,
  refused: [],
  labels: [{ input: results[0]?.input ?? 0, heads: [] }],
  nDone,
  nTotal: 6,
  floor: FLOOR,
  batch: 4,
});
const after = (...actions: StudyAction[]): Studies => actions.reduce(reduceStudies, NO_STUDIES);
const importance = (studies: Studies) => studies.measured.importance;

test('labels of inputs gather with the results', () => {
  const found = importance(after(begin(1), measured(1, [result(0, 0)], 1), measured(1, [result(1, 0)], 2)));
  expect(found?.labels?.map(({ input }) => input)).toEqual([0, 1]);
});

describe('a study', () => {
  test('begins with every input and variant before it', () => {
    expect(importance(after(begin(1)))).toMatchObject({
      status: 'running',
      nDone: 0,
      nTotal: 6,
      results: [],
      floor: null,
    });
  });

  test('gathers its results as they come', () => {
    const state = after(begin(1), measured(1, [result(0, 0), result(0, 1)], 2), measured(1, [result(1, 2)], 3));
    expect(importance(state)?.results.map(({ input, variant }) => [input, variant])).toEqual([
      [0, 0],
      [0, 1],
      [1, 2],
    ]);
    expect(importance(state)).toMatchObject({ nDone: 3, floor: FLOOR, batch: 4 });
  });

  test('is held and goes on, and ends in each of its ways', () => {
    const held = after(begin(1), { type: 'studyPaused', studyId: 1, isPaused: true });
    expect(importance(held)?.status).toBe('paused');
    expect(importance(reduceStudies(held, { type: 'studyPaused', studyId: 1, isPaused: false }))?.status).toBe(
      'running',
    );
    expect(importance(after(begin(1), { type: 'study-done', studyId: 1 }))?.status).toBe('done');
    expect(importance(after(begin(1), { type: 'studyStopped', studyId: 1 }))?.status).toBe('stopped');
    const error = { code: 'out-of-memory', detail: '' } as const;
    expect(importance(after(begin(1), { type: 'study-failed', studyId: 1, error }))).toMatchObject({
      status: 'failed',
      error,
    });
  });

  test('that is over takes no more results', () => {
    const state = after(begin(1), measured(1, [result(0, 0)], 1), { type: 'studyStopped', studyId: 1 });
    expect(reduceStudies(state, measured(1, [result(0, 1)], 2))).toBe(state);
    expect(reduceStudies(state, { type: 'study-done', studyId: 1 })).toBe(state);
  });

  test('that was never begun changes nothing', () => {
    expect(reduceStudies(NO_STUDIES, measured(9, [result(0, 0)], 1))).toBe(NO_STUDIES);
  });
});

describe('a new study', () => {
  test('ends the one under way, whose results stay', () => {
    const state = after(begin(1), measured(1, [result(0, 0)], 1), begin(2, 'curve-own'));
    expect(importance(state)).toMatchObject({ status: 'stopped', nDone: 1 });
    expect(importance(state)?.results).toHaveLength(1);
    expect(currentStudy(state)?.studyId).toBe(2);
  });

  test('of the same question begins with no results', () => {
    expect(importance(after(begin(1), measured(1, [result(0, 0)], 1), begin(2)))?.results).toEqual([]);
  });

  test('of distances ends a measurement, and the other way round', () => {
    const compare: StudyAction = { type: 'compareStarted', studyId: 2, basis: BASIS };
    expect(importance(after(begin(1), compare))?.status).toBe('stopped');
    expect(after(compare, begin(3)).alike?.status).toBe('stopped');
  });
});

test('labels that were tried stay, the newest of each head, label and sentence', () => {
  const tryLabel = (studyId: number, head: number): readonly StudyAction[] => {
    const heads = [{ kind: null, layer: 0, head, keep: 0 }];
    const plan = {
      inputs: PLAN.inputs.slice(0, 1),
      variants: [{ mode: 'mean', heads } as const, { mode: 'ideal', heads } as const],
    };
    return [
      { type: 'measureStarted', studyId, purpose: 'fidelity', plan, basis: BASIS },
      measured(studyId, [result(0, 0)], 1),
    ];
  };
  const done = (studyId: number): StudyAction => ({ type: 'study-done', studyId });
  const state = after(...tryLabel(1, 4), done(1), ...tryLabel(2, 5), done(2), ...tryLabel(3, 4), done(3), done(3));
  expect(state.tried.map(({ studyId }) => studyId)).toEqual([2, 3]);
  expect(after(...tryLabel(1, 4), { type: 'studyStopped', studyId: 1 }, done(1)).tried).toEqual([]);
});

test('distances come text by text, and none of another study are taken', () => {
  const compared = (studyId: number, nDone: number): StudyAction => ({
    type: 'compared',
    studyId,
    input: nDone - 1,
    comparisons: [],
    nDone,
    nTotal: 2,
  });
  const state = after({ type: 'compareStarted', studyId: 5, basis: BASIS }, compared(5, 1), compared(4, 2));
  expect(state.alike).toMatchObject({ nDone: 1, nTotal: 2, status: 'running' });
  expect(state.alike?.comparisons).toHaveLength(1);
});

test('changed sentences take back why they could not be read', () => {
  const error = { code: 'bad-input', detail: '“x” is no token id' } as const;
  const state = after({ type: 'sentencesChanged', change: { error } });
  expect(state.sentences.error).toEqual(error);
  expect(reduceStudies(state, { type: 'sentencesChanged', change: { list: '1 2' } }).sentences.error).toBeNull();
});

test('a question about words keeps what comes in order, ends the study before, and hears nothing of an older one', () => {
  const sums = (nWords: number) => [
    {
      kind: 'decoder',
      sums: {
        nWords,
        nRows: 1,
        chance: 0,
        attention: new Float64Array(1),
        listedAt: new Float64Array(1),
        othersAt: new Float64Array(1),
        attentionAt: new Float64Array(1),
      },
    } as const,
  ];
  const told = (studyId: number, found: readonly number[], nDone: number): StudyAction => ({
    type: 'attended',
    studyId,
    found: found.map(sums),
    nDone,
    nTotal: 2,
  });
  const actions: readonly StudyAction[] = [
    begin(1),
    { type: 'attendStarted', studyId: 2, words: 'sad', basis: BASIS },
    told(1, [9], 1),
    told(2, [1], 1),
    told(2, [2], 2),
    { type: 'study-done', studyId: 2 },
    told(2, [3], 2),
  ];
  const studies = actions.reduce(reduceStudies, NO_STUDIES);
  expect(studies.measured.importance?.status).toBe('stopped');
  expect(studies.words).toMatchObject({ status: 'done', words: 'sad', nDone: 2, nTotal: 2 });
  expect(studies.words?.found.map(([one]) => one?.sums.nWords)).toEqual([1, 2]);
});

test('words that a lesson looks for in the sentences of the page are not told to be of others', () => {
  const listed = { ...NO_STUDIES, sentences: { ...NO_STUDIES.sentences, isWordsList: true } };
  const of = (kind: 'shipped' | 'list'): boolean =>
    reduceStudies(listed, {
      type: 'attendStarted',
      studyId: 1,
      words: '',
      basis: { kind, texts: ['a'], thing: 'sentence' },
    }).sentences.isWordsList;
  expect([of('shipped'), of('list')]).toEqual([false, true]);
});

describe('what stood in the way of a study', () => {
  const trouble = { code: 'bad-input', detail: '' } as const;
  const LIST = { kind: 'list', texts: ['a'], thing: 'sentence' } as const;
  const both = { ...NO_STUDIES, sentences: { ...NO_STUDIES.sentences, error: trouble, wordsError: trouble } };

  test.each([
    ['the words’ own choice changes', { type: 'sentencesChanged', change: { isWordsList: true } }, [trouble, null]],
    ['the choice of the others changes', { type: 'sentencesChanged', change: { isList: true } }, [null, trouble]],
    ['the list changes, which is one', { type: 'sentencesChanged', change: { list: 'a' } }, [null, null]],
    ['what is told by changes', { type: 'sentencesChanged', change: { by: 'loss' } }, [trouble, trouble]],
    ['one is compared', { type: 'compareStarted', studyId: 1, basis: LIST }, [null, trouble]],
    ['words are looked for', { type: 'attendStarted', studyId: 1, words: '', basis: LIST }, [trouble, null]],
  ] as const)('is told until %s', (_, action, left) => {
    const { error, wordsError } = reduceStudies(both, action).sentences;
    expect([error, wordsError]).toEqual(left);
  });
});
