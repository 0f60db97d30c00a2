import { describe, expect, test } from 'vitest';
import type { Ablation } from '../ablation/ablation.ts';
import { measuredCurve } from './curve.ts';
import { restingInputs } from './resting.ts';
import type { StudyAnswers } from './results.ts';
import { makeAnswers, makeSummary } from './testing/studies.ts';

const head = (index: number) => ({ kind: null, layer: 1, head: index, keep: 0 });
const without = (...heads: readonly number[]): Ablation => ({ mode: 'mean', heads: heads.map(head) });
const lost = (lossAfter: number) => makeSummary({ lossAfter });
const curveOf = (study: StudyAnswers) => measuredCurve(study, restingInputs(study));

describe('a curve', () => {
  test('has a step for each set that was measured, from the loss with all heads on', () => {
    const study = makeAnswers([without(2), without(2, 0), without(2, 0, 1)], [[lost(2.25)], [null], [lost(4)]]);
    expect(curveOf(study)).toMatchObject({ measure: 'loss', baseline: 2, nDraws: 1 });
    expect(curveOf(study).steps).toEqual([
      { nRemoved: 1, value: 2.25, spread: null, nOrders: 1, last: head(2) },
      { nRemoved: 3, value: 4, spread: null, nOrders: 1, last: head(1) },
    ]);
  });

  test('of several orders has their mean and spread, of those alone that are through', () => {
    const sets = [without(2), without(2, 0), without(1), without(1, 2), without(0), without(0, 1)];
    const study = makeAnswers(sets, [[lost(3)], [lost(4)], [lost(2.5)], [lost(6)], [lost(3.5)], [null]]);
    const { steps, draws, nDraws } = curveOf({ ...study, status: 'running' });
    expect(steps.map(({ value, nOrders }) => [value, nOrders])).toEqual([
      [2.75, 2],
      [5, 2],
    ]);
    expect(steps[1]?.spread).toMatchObject({ least: 4, largest: 6 });
    expect([draws.length, nDraws]).toEqual([2, 3]);
  });

  test('of pictures whose classes are known is one of the loss or of the accuracy', () => {
    const seen = (after: number) => makeSummary({ lossAfter: 2.5, nScored: 1, right: { before: 1, after } });
    const study = makeAnswers(
      [without(2), without(2, 0)],
      [
        [seen(1), seen(1)],
        [seen(0), seen(1)],
      ],
    );
    const of = (by: 'loss' | 'accuracy') => {
      const { measure, baseline, steps } = measuredCurve(study, restingInputs(study), by);
      return [measure, baseline, ...steps.map(({ value }) => value)];
    };
    expect(of('loss')).toEqual(['class-loss', 2, 2.5, 2.5]);
    expect(of('accuracy')).toEqual(['accuracy', 100, 100, 50]);
  });

  test('begins at no change where there is no loss', () => {
    const unscored = makeSummary({ lossBefore: Number.NaN, lossAfter: Number.NaN, nScored: 0, meanKl: 0.5 });
    expect(curveOf(makeAnswers([without(2)], [[unscored]]))).toMatchObject({ measure: 'kl', baseline: 0 });
  });
});
