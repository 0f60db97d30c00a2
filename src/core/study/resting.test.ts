import { expect, test } from 'vitest';
import type { Ablation } from '../ablation/ablation.ts';
import { importanceOf, summariesOf } from './importance.ts';
import { refusalsOf, restingInputs, wholeInputs } from './resting.ts';
import { makeAnswers, makeSummary } from './testing/studies.ts';

const without = (head: number): Ablation => ({ mode: 'mean', heads: [{ kind: null, layer: 0, head, keep: 0 }] });
const lost = (lossAfter: number) => makeSummary({ lossAfter });

/** Three heads on four sentences, stopped in the third: the first head is through it, the others are not. */
const stopped = {
  ...makeAnswers(
    [without(0), without(1), without(2)],
    [
      [lost(3), lost(4), lost(99), null],
      [lost(2.5), lost(2.75), null, null],
      [lost(2), lost(2), null, null],
    ],
  ),
  status: 'stopped' as const,
};

test('numbers rest on the sentences that every head is through', () => {
  expect([...restingInputs(stopped)]).toEqual([0, 1]);
  expect(summariesOf(stopped).map((one) => one?.lossAfter)).toEqual([3.5, 2.625, 2]);
  expect(importanceOf(stopped, 'next-token').nTexts).toBe(2);
});

test('before the first sentence is through, numbers rest on it as far as it has come', () => {
  const begun = { ...stopped, results: stopped.results.slice(0, 1) };
  expect([[...wholeInputs(begun)], [...restingInputs(begun)]]).toEqual([[], [0]]);
  expect([...restingInputs({ ...stopped, results: [] })]).toEqual([]);
});

test('a refused head is through, and has its reason where it was measured on none of the sentences', () => {
  const refused = [
    { input: 2, variant: 1, why: 'no label' },
    { input: 2, variant: 2, why: 'no pattern' },
  ];
  const study = { ...stopped, refused };
  expect([...restingInputs(study)]).toEqual([0, 1, 2]);
  expect([...refusalsOf(study, new Set([2]))]).toEqual([
    [1, 'no label'],
    [2, 'no pattern'],
  ]);
  expect([...refusalsOf(study, new Set([0, 2]))]).toEqual([]);
});
