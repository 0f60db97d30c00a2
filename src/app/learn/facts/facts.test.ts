import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test, vi } from 'vitest';
import type { ModelRun } from '../../../core/run.ts';
import type { Token } from '../../../core/tokens.ts';
import { initialState } from '../../state/appState.ts';
import type { AppState } from '../../state/appState.ts';
import { decodeView } from '../../state/url.ts';
import { makeReport } from '../../testing/reports.ts';
import { makeRun, TINY } from '../../testing/runs.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { factOf, factTrouble, factWords } = await import('./facts.ts');

const TOKENS = ['a', ' boy', ' ran'].map((text, position): Token => {
  return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 };
});

/** The row of "ran" in each of four heads of two layers; the other rows look at themselves. */
const ROWS = [
  [0, 0, 1],
  [1, 0, 0],
  [0, 1, 0],
  [0.25, 0, 0.75],
];

const RUN: ModelRun = {
  ...makeRun(1, { ...TINY, nHeads: 2 }),
  text: 'a boy ran',
  tokens: TOKENS,
  attention: [
    {
      kind: 'decoder',
      nLayers: 2,
      nHeads: 2,
      nQueries: 3,
      nKeys: 3,
      data: Float32Array.from(ROWS.flatMap((row) => [1, 0, 0, 0, 1, 0, ...row])),
    },
  ],
};

const REPORTS = [
  makeReport(0, 0, [{ label: 'self', score: 0.9 }], { meanDistance: 0, sinkMass: 0 }),
  makeReport(0, 1, [{ label: 'first', score: 0.9 }], { meanDistance: 9, sinkMass: 0.9 }),
  makeReport(1, 0, [{ label: 'previous', score: 0.5 }], { meanDistance: 1.25 }),
  makeReport(
    1,
    1,
    [
      { label: 'self', score: 0.6 },
      { label: 'previous', score: 0.75 },
    ],
    { meanDistance: 2 },
  ),
];

const VIEW = decodeView('?text=a+boy+ran&model=tiny&ask=2');
const STATE: AppState = {
  ...initialState(VIEW),
  run: RUN,
  wantedRunId: 1,
  reports: REPORTS,
  labelledRunId: 1,
};

describe('what a fact comes to', () => {
  test.each<[string, number | string | undefined]>([
    ['model', 'Tiny'],
    ['nAll', 4],
    ['nWeights', 36],
    ['dHead', 6],
    ['nTokens', 3],
    ['asked', 'ran'],
    ['word 1', 'boy'],
    ['word last', 'ran'],
    ['weight L1H1 asked 0', 0.25],
    ['weight L1H1 asked 9', undefined],
    ['weight L1H1 9 0', undefined],
    ['weight L9H0 asked 0', undefined],
    ['rowSum L1H1 2', 1],
    ['keyOf L1H0 asked', 1],
    ['wordOf L1H0 asked', 'boy'],
    ['most L1H1 asked', 0.75],
    // Of the two that have the label the one with the better score, though it is not the strongest of that head.
    ['head previous', 'L1H1'],
    ['head self', 'L0H0'],
    ['head induction', undefined],
    // A head that rests is none that looks far.
    ['head farthest', 'L1H1'],
    ['head nearest', 'L0H0'],
    ['score previous previous', 0.75],
    ['labelled self', 2],
    ['nLabels', 3],
    ['distance L1H0', 1.25],
    ['label L1H0', 'looks one word back'],
    // Nothing is switched off, and nothing is folded in a model that is not there.
    ['rise', undefined],
    ['foldedRise 0', undefined],
  ])('%s', (fact, value) => {
    expect(factTrouble(fact)).toBeNull();
    expect(factOf(STATE, fact)).toBe(value);
  });

  test.each<[string, Partial<ModelRun>, string]>([
    ['a text', {}, 'looks one word back'],
    [
      'a picture',
      {
        image: { nPatchRows: 1, nPatchColumns: 2, nPrefix: 1, width: 2, height: 1, pixels: new Uint8ClampedArray(8) },
      },
      'looks one patch back',
    ],
    [
      'a sound',
      {
        sound: {
          nPrefix: 0,
          nBands: 1,
          nSteps: 3,
          stepSeconds: 0.1,
          seconds: 0.3,
          givenSeconds: 0.3,
          wholeSeconds: 0.3,
          picture: { nBins: 1, nColumns: 3, levels: new Uint8Array(3) },
        },
      },
      'looks one moment back',
    ],
  ])('names a label by what the pieces of %s are', (_, input, says) => {
    const kind = 'encoder' as const;
    const attention = RUN.attention.map((tensor) => ({ ...tensor, kind }));
    const reports = REPORTS.map((report) => ({ ...report, kind }));
    expect(factOf({ ...STATE, reports, run: { ...RUN, ...input, attention } }, 'label L1H0')).toBe(says);
  });

  test('is on its way while the run or its labels are', () => {
    expect(factOf({ ...STATE, wantedRunId: 2 }, 'nTokens')).toBeNull();
    expect(factOf({ ...STATE, view: { ...VIEW, text: 'another' } }, 'nTokens')).toBeNull();
    expect(factOf({ ...STATE, labelledRunId: 0 }, 'head previous')).toBeNull();
    expect(factOf({ ...STATE, labelledRunId: 0 }, 'head L1H0')).toBe('L1H0');
    expect(factOf(STATE, 'importance L0H0')).toBeNull();
    // The inside of a layer is asked for where "Inside" is open, and nowhere else.
    expect(factOf(STATE, 'product L1H1 2 0')).toBeUndefined();
    expect(factOf({ ...STATE, view: { ...STATE.view, panel: 'inside' } }, 'product L1H1 2 0')).toBeNull();
    expect(factOf(STATE, 'triedRise')).toBeUndefined();
    expect(factOf({ ...STATE, view: { ...STATE.view, isUnscaled: true } }, 'triedRise')).toBeNull();
  });

  test('by the heads that answer for the asked word, what it looks at itself last; who looks at the first rests', () => {
    expect([1, 2, 4].map((n) => factOf(STATE, `answerHead ${n}`))).toEqual(['L1H0', 'L0H0', undefined]);
    expect([1, 2].map((n) => factOf(STATE, `answerWord ${n}`))).toEqual(['boy', 'ran']);
    expect(factOf(STATE, 'answerWeight 1')).toBe(1);
    expect(['nSaid', 'nResting', 'nNamed'].map((fact) => factOf(STATE, fact))).toEqual([3, 1, 2]);
  });
});

test.each([
  ['nTokens', 15, '15'],
  ['weight L0H0 0 0', 0.256, '0.26'],
  ['weight L0H0 0 0', 1, '1'],
  ['distance L0H0', 1.25, '1.3'],
  ['rise', 0.5, '+0.50'],
  ['rise', -0.5, '−0.50'],
  ['rise', 0, '0.00'],
  ['asked', 'boy', 'boy'],
  ['asked', null, '…'],
  ['asked', undefined, '–'],
])('%s of %s is written %s', (fact, found, words) => {
  expect(factWords(fact, found)).toBe(words);
});

test.each([
  ['weight L0H0 0', '“weight” needs head, position, position after it'],
  ['head before', '“head” cannot be asked of “before”'],
  ['score L0H0 back', '“score” cannot be asked of “back”'],
  ['word first', '“word” cannot be asked of “first”'],
])('%s is none', (fact, trouble) => {
  expect(factTrouble(fact)).toBe(trouble);
});

test('facts keep no state alive that is gone, nor its run', async () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const asked = ((): WeakRef<AppState> => {
    const state = { ...STATE };
    expect(factOf(state, 'nAll')).toBe(4);
    return new WeakRef(state);
  })();
  // What a WeakRef gave or was made of in a turn stays until its end.
  await new Promise((resolve) => void setTimeout(resolve));
  if (typeof collect === 'function') collect();
  expect(asked.deref()).toBeUndefined();
});
