import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LABEL_IDS } from '../src/core/labels/report.ts';
import type { HeadReport, LabelId, LabelScore, LabelStatus } from '../src/core/labels/report.ts';
import { likeliest } from './modelReport/guesses.ts';
import { guessLine, headLines, targetLines } from './modelReport/lines.ts';
import { hashWord, refusedWords } from './modelReport/refusedWords.ts';
import { countLabels, summariseHeads } from './modelReport/summarise.ts';
import type { HeadSummary } from './modelReport/summarise.ts';
import { judgeTargets } from './modelReport/targets.ts';
import { classroomSentences, GAPS } from './modelReport/texts.ts';

const NOTHING = { chance: 0, chance95: 0, share: 0, raw: 0, rawChance: 0, coverage: 1, rows: 5, z: 5, gates: [] };
const STATS: HeadReport['stats'] = {
  entropyNats: 0,
  entropyRatio: 0,
  effectiveKeys: 1,
  confidence: 1,
  sinkMass: 0,
  meanDistance: 0,
  meanDistanceUniform: 0,
  maxWeight: 1,
  argmaxOffset: 0,
  argmaxAgreement: 1,
};

const label = (id: LabelId, status: LabelStatus, score: number): LabelScore => ({
  ...NOTHING,
  label: id,
  status,
  score,
});
const report = (head: number, strongest: LabelId | null, ...labels: readonly LabelScore[]): HeadReport => ({
  kind: 'encoder',
  layer: 1,
  head,
  labels,
  strongest,
  stats: STATS,
});

/** Two heads in three sentences; the second has no repeated word. */
const REPORTS: readonly (readonly HeadReport[])[] = [
  [
    report(0, 'previous', label('previous', 'assigned', 0.9), label('same_token', 'absent', 0.1)),
    report(1, 'heterogeneous', label('same_token', 'assigned', 0.8), label('heterogeneous', 'assigned', NaN)),
  ],
  [
    report(0, 'previous', label('previous', 'assigned', 0.7), label('same_token', 'not-assessable', NaN)),
    report(1, 'heterogeneous', label('same_token', 'not-assessable', NaN), label('heterogeneous', 'assigned', NaN)),
  ],
  [
    report(0, 'same_token', label('previous', 'hint', 0.35), label('same_token', 'assigned', 0.5)),
    report(1, null, label('same_token', 'absent', 0.2), label('heterogeneous', 'absent', NaN)),
  ],
];

describe('several sentences', () => {
  const heads = summariseHeads(REPORTS);

  test('are gathered by head, and a sentence that cannot tell does not count', () => {
    expect(heads.map(({ head }) => head)).toEqual(['L1H0', 'L1H1']);
    expect(heads[0]!.strongest).toEqual({ label: 'previous', nSentences: 2 });
    const [previous, same] = heads[0]!.labels;
    expect(previous).toMatchObject({ label: 'previous', nAssigned: 2, nJudged: 3 });
    expect(previous!.meanScore).toBeCloseTo(0.65, 12);
    expect(same).toMatchObject({ label: 'same_token', nAssigned: 1, nJudged: 2 });
    expect(same!.meanScore).toBeCloseTo(0.3, 12);
  });

  test('give a count of each label assigned, but not of "no clear pattern"', () => {
    expect(countLabels(REPORTS)).toEqual([
      ['previous', 2],
      ['same_token', 2],
    ]);
  });

  test('are a line a head, with the labels that it often has', () => {
    expect(headLines(heads, 3)).toEqual([
      '  L1H0   previous 2/3             previous 0.65 (2/3), same_token 0.30 (1/2)',
      '  L1H1   heterogeneous 2/3        same_token 0.50 (1/2)',
    ]);
  });
});

describe('targets', () => {
  const head = (name: string, id: LabelId, nAssigned: number, nJudged: number, meanScore: number): HeadSummary => ({
    head: name,
    labels: [{ label: id, nAssigned, nJudged, meanScore }],
    strongest: null,
  });
  const labels = LABEL_IDS.slice(0, 8).map((id) => [id, 1] as const);
  const causal = [
    head('L0H6', 'previous', 20, 20, 0.9),
    head('L1H2', 'first', 10, 20, 0.6),
    head('L0H2', 'same_token', 4, 8, 0.7),
  ];
  const probe = new Map([
    ['L1H6', 0.8],
    ['L2H3', 0.4],
    ['L3H1', 0.1],
  ]);
  const missed = (
    heads: readonly HeadSummary[],
    of: ReadonlyMap<string, number> | null,
    nLabels = 8,
  ): readonly string[] =>
    judgeTargets({ heads, labels: labels.slice(0, nLabels), probe: of })
      .filter(({ isReached }) => !isReached)
      .map(({ wanted, saw }) => `${wanted}: ${saw}`);

  test('are all reached at their limits', () => {
    expect(missed(causal, probe)).toEqual([]);
    const masked = [
      head('L0H0', 'next', 20, 20, 0.8),
      head('L0H6', 'previous', 20, 20, 0.8),
      head('L1H1', 'delimiter', 10, 20, 0.5),
      head('L3H1', 'broad', 10, 20, 0.9),
    ];
    expect(missed(masked, null)).toEqual([]);
  });

  test('are missed just below them, and the best head is named', () => {
    const weaker = [
      head('L0H6', 'previous', 20, 20, 0.89),
      head('L1H2', 'first', 9, 20, 0.6),
      head('L0H2', 'same_token', 3, 8, 0.7),
    ];
    expect(missed(weaker, new Map([...probe, ['L2H3', 0.39]]), 7)).toEqual([
      'a head with a mean "previous" score of 0.90 or more: L0H6 0.89',
      '2 heads with 0.40 or more on the induction probe: L1H6 0.80',
      'a sink head: labelled in half of the sentences that can tell, or more: L1H2 first in 9 of 20',
      'a same-token head: labelled in half of the sentences that can tell, or more: L0H2 same_token in 3 of 8',
      '8 different labels over the classroom sentences: 7',
    ]);
  });

  test('of a score that could not be measured are missed', () => {
    expect(missed([head('L0H6', 'previous', 0, 1, NaN)], probe)[0]).toMatch(/"previous".*: none$/);
  });

  test('are told with yes or NO', () => {
    const results = judgeTargets({ heads: causal, labels, probe });
    expect(targetLines(results)[1]).toBe(
      '  yes  2 heads with 0.40 or more on the induction probe: L1H6 0.80, L2H3 0.40',
    );
    expect(targetLines([{ wanted: 'all', saw: 'some', isReached: false }])).toEqual(['  NO   all: some']);
  });
});

test('the likeliest words stand with their softmax', () => {
  const guesses = likeliest(Float32Array.from([0, Math.log(6), -Infinity, Math.log(3)]), 2);
  expect(guesses.map(({ id }) => id)).toEqual([1, 3]);
  expect(guesses[0]!.probability).toBeCloseTo(0.6, 6);
  expect(guesses[1]!.probability).toBeCloseTo(0.3, 6);
  expect(guessLine('He opened the', [{ text: ' door', probability: 0.204 }])).toBe('  He opened the -> door 0.20');
});

describe('refused words', () => {
  const refused = new Set([hashWord('ugly')]);

  test('are found whatever their case and mark, as whole entries only', () => {
    expect(refusedWords(['\u0120ugly', '\u2581Ugly', 'UGLY', 'uglier', ' ugly'], refused)).toEqual([
      'ugly',
      'Ugly',
      'UGLY',
      'ugly',
    ]);
  });

  test('are no common words', () => {
    expect(refusedWords(['the', 'man', 'black', 'old', 'girl', 'cat'])).toEqual([]);
  });
});

test('there are twenty classroom sentences, all different, and each gap has one mask', () => {
  const sentences = classroomSentences(resolve(import.meta.dirname, '../models'));
  expect(new Set(sentences).size).toBe(20);
  expect(GAPS.map((text) => text.split('[MASK]').length)).toEqual(GAPS.map(() => 2));
});
