import { describe, expect, test } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import { makeStudy } from '../testing/studies.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';
import { importanceFacts } from '../shown/importanceFacts.ts';
import { importanceOf, summariesOf } from '../../core/study/importance.ts';
import { restingInputs } from '../../core/study/resting.ts';
import { leftOutWords, refusedWords, restingWords } from './restingWords.ts';
import type { MeasureStudy } from '../state/studies.ts';

const without = (head: number, mode: Ablation['mode'] = 'mean'): Ablation => ({
  mode,
  heads: [{ kind: null, layer: 0, head, keep: 0 }],
});
const lost = (lossAfter: number) => makeSummary({ lossAfter });

/** Three heads on four sentences, stopped in the third: the first head is through it, the others are not. */
const stopped = makeStudy(
  [without(0), without(1), without(2)],
  [
    [lost(3), lost(4), lost(99), null],
    [lost(2.5), lost(2.75), null, null],
    [lost(2), lost(2), null, null],
  ],
  { status: 'stopped', nDone: 7 },
);

describe('the numbers of a list', () => {
  test('rest on the first sentence as far as it has come, before it is through', () => {
    const first: MeasureStudy = { ...stopped, status: 'running', results: stopped.results.slice(0, 1), nDone: 1 };
    expect(summariesOf(first).map((one) => one?.lossAfter)).toEqual([3, undefined, undefined]);
    expect(restingWords(first)).toBe('1 of 4 sentences, “text 0”');
    expect(leftOutWords(first)).toBe('Only the first sentence has been begun: no head rests on another yet.');
    expect(leftOutWords({ ...first, status: 'stopped' })).toBe(
      'It was stopped in the first sentence: no head rests on another.',
    );
  });

  test('say over how many sentences they are, stopped and under way', () => {
    expect(restingWords(stopped)).toBe('2 of 4 sentences, from “text 0” on');
    expect(leftOutWords(stopped)).toBe('It was stopped: only sentences that every head had been through count.');
    expect(leftOutWords({ ...stopped, status: 'running' })).toBe('A sentence counts once every head is through it.');
  });

  test('of all sentences say no more than their number', () => {
    const whole = makeStudy([without(0)], [[lost(3), lost(4)]]);
    expect([restingWords(whole), leftOutWords(whole)]).toEqual(['2 sentences, from “text 0” on', '']);
    const one = makeStudy([without(0), without(1)], [[lost(3)], [null]], { status: 'running' });
    expect([restingWords(one), leftOutWords(one)]).toEqual(['“text 0”', '']);
  });

  test('count a refused head as through, and tell it from one that is still to be measured', () => {
    const why = 'L0H1: the label "no clear pattern" describes no single pattern here';
    const ideal = makeStudy(
      [without(0, 'ideal'), without(1, 'ideal'), without(2, 'ideal')],
      [
        [lost(3), lost(4)],
        [null, null],
        [null, lost(5)],
      ],
      {
        status: 'running',
        refused: [
          { input: 0, variant: 1, why },
          { input: 0, variant: 2, why: 'L0H2 has no label in a text this short' },
        ],
      },
    );
    // On the second sentence nothing is known yet of the second head.
    expect([...restingInputs(ideal)]).toEqual([0]);
    const facts = importanceFacts(importanceOf(ideal, 'next-token'), null, 'sentence');
    expect(facts.get('L0H1')).toMatchObject({ value: null, why });
    expect(refusedWords(ideal)).toBe('2 times a head has no pattern to put in its place');
    expect([...restingInputs({ ...ideal, refused: [...ideal.refused, { input: 1, variant: 1, why }] })]).toEqual([
      0, 1,
    ]);
    const done: MeasureStudy = { ...ideal, status: 'done', refused: [...ideal.refused, { input: 1, variant: 1, why }] };
    const found = importanceFacts(importanceOf(done, 'next-token'), null, 'sentence');
    // Refused on the first sentence, measured on the second.
    expect(found.get('L0H2')).toMatchObject({ value: 3 });
    expect(found.get('L0H2')?.why).toBeUndefined();
    expect(found.get('L0H2')?.words).toMatch(/; on one sentence alone$/);
  });

  test.each([
    ['ideal', 1, '1 has no pattern to put in its place'],
    ['ideal', 9, '9 have no pattern to put in their place'],
    ['flat', 9, '9 could not be made'],
  ] as const)('in mode %s with %i refused on one sentence: %s', (mode, n, words) => {
    const refused = Array.from({ length: n }, (_, variant) => ({ input: 0, variant, why: '' }));
    expect(refusedWords(makeStudy([without(0, mode)], [[null]], { refused }))).toBe(words);
  });
});

test('the spread over sentences has its count, its ends, its deviation and its ranks', () => {
  // Changes of 1, 2 and 6 nats about their mean of 3; the second head changes 1.5, −0.5 and 7, the third never.
  const study = makeStudy(
    [without(0), without(1), without(2)],
    [
      [lost(3), lost(4), lost(8)],
      [lost(3.5), lost(1.5), lost(9)],
      [lost(2), lost(2), lost(2)],
    ],
  );
  const [first, second, third] = importanceOf(study, 'next-token').heads;
  expect(first?.spread).toMatchObject({ count: 3, least: 1, largest: 6, firstRank: 1, lastRank: 2 });
  expect(first?.spread?.deviation).toBeCloseTo(Math.sqrt((4 + 1 + 9) / 2), 12);
  expect(second?.spread).toMatchObject({ firstRank: 1, lastRank: 3 });
  expect(third?.spread).toMatchObject({ firstRank: 2, lastRank: 3, deviation: 0 });
  expect(importanceFacts(importanceOf(study, 'next-token'), null, 'sentence').get('L0H0')?.words).toBe(
    'loss +3.00 nats per token; over 3 sentences +1.00 to +6.00, standard deviation 2.65, rank 1 to 2',
  );
});
