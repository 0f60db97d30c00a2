import { describe, expect, test } from 'vitest';
import type { Ablation, TurnedHead } from '../../core/ablation/ablation.ts';
import { extrasOf } from '../export/exportRun.ts';
import { withExtras } from '../state/reducers/recorded.ts';
import { initialState } from '../state/appState.ts';
import { makeRun } from '../testing/runs.ts';
import { makeStudy } from '../testing/studies.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';
import { decodeView } from '../state/url.ts';
import { CURVE_ORDERS } from '../../core/study/curveSets.ts';
import { CURVE_PURPOSES, curveOf, curvesTogether } from './curve.ts';
import { curveRows } from '../importance/curveRows.ts';
import type { MeasureStudy } from '../state/studies.ts';

const head = (index: number): TurnedHead => ({ kind: null, layer: 1, head: index, keep: 0 });
const without = (...heads: readonly number[]): Ablation => ({ mode: 'mean', heads: heads.map(head) });
const lost = (lossAfter: number, lossBefore = 2) => makeSummary({ lossBefore, lossAfter });
const nameOf = ({ layer, head: index }: TurnedHead) => `L${10 * layer}H${index}`;
const pointsOf = (study: MeasureStudy, order: 'importance' | 'random' = 'importance') =>
  curveOf(order, study, nameOf).series.points;

describe('a curve', () => {
  const study = makeStudy([without(2), without(2, 0), without(2, 0, 1)], [[lost(2.25)], [null], [lost(4)]], {
    status: 'running',
  });

  test('begins with the whole model, and holds the loss itself against heads taken away', () => {
    expect(pointsOf(study)).toEqual([
      { nRemoved: 0, value: 2 },
      { nRemoved: 1, value: 2.25, words: 'L10H2 removed last' },
      { nRemoved: 3, value: 4, words: 'L10H1 removed last' },
    ]);
    expect(curveOf('importance', study, nameOf).baseline).toBe(2);
  });

  test('begins at no change where there is no loss, and has no point before the first answer', () => {
    const unscored = makeSummary({ lossBefore: Number.NaN, lossAfter: Number.NaN, nScored: 0, meanKl: 0.5 });
    expect(pointsOf(makeStudy([without(2)], [[unscored]])).map(({ value }) => value)).toEqual([0, 0.5]);
    expect(pointsOf({ ...study, results: [] })).toEqual([]);
  });
});

describe('a curve of several orders', () => {
  const sets = [without(2), without(2, 0), without(1), without(1, 2), without(0), without(0, 1)];
  const random = (...losses: readonly (number | null)[]): MeasureStudy =>
    makeStudy(
      sets,
      sets.map((_, index) => {
        const loss = losses[index] ?? null;
        return [loss === null ? null : lost(loss)];
      }),
      { purpose: 'curve-random', status: losses.length < sets.length ? 'running' : 'done' },
    );

  test('is their mean, with the least and the largest', () => {
    expect(pointsOf(random(3, 4, 2.5, 6, 3.5, 8), 'random')).toEqual([
      { nRemoved: 0, value: 2, low: 2, high: 2 },
      { nRemoved: 1, value: 3, low: 2.5, high: 3.5, words: 'mean of 3 random orders' },
      { nRemoved: 2, value: 6, low: 4, high: 8, words: 'mean of 3 random orders' },
    ]);
  });

  test('takes only orders that are through, so that no point is a mean of others than the next', () => {
    expect(pointsOf(random(3, 4, 2.5, 6, 3.5), 'random').map(({ value }) => value)).toEqual([2, 2.75, 5]);
    expect(curveOf('random', random(3, 4, 2.5), nameOf)).toMatchObject({ nDraws: 3, draws: { length: 1 } });
    expect(pointsOf(random(3), 'random')).toEqual([
      { nRemoved: 0, value: 2 },
      { nRemoved: 1, value: 3, words: 'first of 3 orders, L10H2 removed last' },
    ]);
  });

  test('has a row for the whole model, for each mean and for each set, with the heads as they went', () => {
    const rows = curveRows(curveOf('random', random(3, 4, 2.5, 6, 3.5, 8), nameOf), 4, nameOf, null);
    expect(rows).toHaveLength(1 + 2 + 6);
    expect(rows[0]).toMatchObject({ nLeft: 4, nRemoved: 0, value: 2, heads: '', draw: '', meanKl: 0 });
    expect(rows[2]).toMatchObject({ nLeft: 2, value: 6, least: 4, largest: 8, draw: 'mean of 3', heads: '' });
    expect(rows[6]).toMatchObject({
      order: 'at random',
      draw: '2',
      nLeft: 2,
      nRemoved: 2,
      value: 6,
      last: 'L10H2',
      heads: 'L10H1; L10H2',
      mode: 'mean',
      nTexts: 1,
    });
  });
});

describe('one chart holds', () => {
  const variants = [without(2), without(2, 0)];
  const made = (studyId: number, losses: readonly number[][], change: Partial<MeasureStudy> = {}): MeasureStudy =>
    makeStudy(
      variants,
      losses.map((list) => list.map((loss) => lost(loss))),
      { studyId, ...change },
    );
  const zero = variants.map((one) => ({ ...one, mode: 'zero' as const }));
  const older = made(3, [
    [3, 5],
    [4, 8],
  ]);

  test('the newest curve with those of the same sentences and mode', () => {
    const newer = made(7, [
      [2.5, 2.5],
      [3, 3],
    ]);
    const { drawn, others } = curvesTogether({ 'curve-importance': newer, 'curve-random': older }, nameOf);
    expect(drawn.map(({ order }) => order)).toEqual(['importance', 'random']);
    expect(others).toEqual([]);
  });

  test.each<[string, Partial<MeasureStudy>]>([
    ['of another sentence', { basis: { kind: 'sentence', texts: ['other', 'text 1'], thing: 'sentence' } }],
    ['of another mode', { plan: { inputs: older.plan.inputs, variants: zero } }],
    [
      'of another second sentence',
      { plan: { inputs: ['a', 'b'].map((pair) => ({ kind: 'text', text: '', pair })), variants } },
    ],
  ])('no older curve %s', (_, change) => {
    const newer = { ...older, studyId: 7, ...change };
    const { drawn, others } = curvesTogether({ 'curve-importance': newer, 'curve-random': older }, nameOf);
    expect(drawn.map(({ order }) => order)).toEqual(['importance']);
    expect(others).toEqual([{ order: 'random', study: older }]);
    // The newest is told by its number, not by its place.
    const turned = curvesTogether({ 'curve-importance': { ...newer, studyId: 2 }, 'curve-random': older }, nameOf);
    expect(turned.drawn.map(({ order }) => order)).toEqual(['random']);
  });

  test('an older curve over no more sentences than the newest is through', () => {
    const running = made(7, [[2.5], [3]], { status: 'running', plan: older.plan, basis: older.basis });
    const { drawn } = curvesTogether({ 'curve-importance': running, 'curve-random': older }, nameOf);
    expect(drawn.map(({ inputs }) => [...inputs])).toEqual([[0], [0]]);
    expect(drawn[1]?.series.points.map(({ value }) => value)).toEqual([2, 3, 4]);
    const fewer = { ...running, studyId: 1, status: 'stopped' as const };
    const back = curvesTogether({ 'curve-importance': fewer, 'curve-random': older }, nameOf);
    expect(back.others).toEqual([{ order: 'importance', study: fewer }]);
  });

  test('older curves until the newest has an answer', () => {
    const begun = made(9, [], { results: [] });
    const { drawn } = curvesTogether({ 'curve-own': begun, 'curve-random': older }, nameOf);
    expect(drawn.map(({ order }) => order)).toEqual(['random']);
    expect(curvesTogether({}, nameOf)).toEqual({ drawn: [], others: [] });
  });
});

describe('of a file one chart holds', () => {
  const variants = [without(2), without(2, 0)];
  const made = (studyId: number, losses: readonly number[][], change: Partial<MeasureStudy> = {}): MeasureStudy => ({
    ...makeStudy(
      variants,
      losses.map((list) => list.map((loss) => lost(loss))),
      { studyId, ...change },
    ),
    basis: { kind: 'list', texts: ['a', 'b', 'c'], thing: 'sentence' },
  });
  const whole = made(3, [
    [3, 5, 2],
    [4, 8, 2],
  ]);
  /** What a page shows of the file that another saved. */
  const opened = (measured: Parameters<typeof curvesTogether>[0]): Parameters<typeof curvesTogether>[0] => {
    const state = initialState(decodeView(''));
    const named = CURVE_ORDERS.flatMap((order) => {
      const study = measured[CURVE_PURPOSES[order]];
      return study === undefined
        ? []
        : [[CURVE_PURPOSES[order], { ...study, purpose: CURVE_PURPOSES[order] }] as const];
    });
    const extras = extrasOf({ ...state, studies: { ...state.studies, measured: Object.fromEntries(named) } });
    return withExtras(state, makeRun(1), extras).studies.measured;
  };
  const shownOf = (measured: Parameters<typeof curvesTogether>[0]) => {
    const { drawn, others } = curvesTogether(measured, nameOf);
    return {
      drawn: drawn.map(({ order, series, inputs }) => [order, series.points, [...inputs]]),
      others: others.map(({ order }) => order),
    };
  };

  test('the curves that it held before it was saved, also where one was stopped', () => {
    const stopped = made(7, [[2.5, 3], [3]], { status: 'stopped', plan: whole.plan });
    const measured = { 'curve-importance': whole, 'curve-random': stopped };
    expect(shownOf(measured).drawn.map(([order]) => order)).toEqual(['importance', 'random']);
    expect(opened(measured)['curve-random']?.basis.texts).toEqual(['a', 'b']);
    expect(shownOf(opened(measured))).toEqual(shownOf(measured));
  });

  test('no two of other texts, nor of another mode', () => {
    const elsewhere = {
      ...made(7, [[2.5], [3]], { status: 'stopped' }),
      basis: { kind: 'list', texts: ['z'], thing: 'sentence' },
    } as const;
    expect(shownOf(opened({ 'curve-importance': whole, 'curve-random': elsewhere })).others).toEqual(['random']);
    const zero = {
      ...whole,
      plan: { ...whole.plan, variants: variants.map((one) => ({ ...one, mode: 'zero' as const })) },
    };
    expect(shownOf(opened({ 'curve-importance': whole, 'curve-random': zero })).others).toEqual(['random']);
  });

  test('as many as can stand together, of these those over most sentences: which was the newest is not known', () => {
    const other = { ...whole, basis: { kind: 'list', texts: ['x', 'y', 'z'], thing: 'sentence' } } as const;
    const three = opened({ 'curve-importance': other, 'curve-own': whole, 'curve-random': { ...whole, studyId: 2 } });
    expect(shownOf(three).drawn.map(([order]) => order)).toEqual(['own', 'random']);
    const alone = { ...made(9, [[2.5], [3]]), basis: { kind: 'sentence', texts: ['x'], thing: 'sentence' } } as const;
    const two = opened({ 'curve-importance': alone, 'curve-random': whole });
    expect(shownOf(two).drawn.map(([order]) => order)).toEqual(['random']);
  });
});
