import { describe, expect, test } from 'vitest';
import type { Ablation, TurnedHead } from '../ablation/ablation.ts';
import { curveVariants, N_RANDOM_ORDERS, ordersOf } from './curveSets.ts';
import { importanceOf } from './importance.ts';
import { makeAnswers, makeSummary } from './testing/studies.ts';

const head = (index: number): TurnedHead => ({ kind: null, layer: 1, head: index, keep: 0 });
const without = (one: number): Ablation => ({ mode: 'mean', heads: [head(one)] });
const lost = (lossAfter: number) => makeSummary({ lossBefore: 2, lossAfter });

describe('the sets of a curve', () => {
  const all = Array.from({ length: 144 }, (_, index) => head(index));
  const pinned = [head(5), head(3)];

  test('at random are those of five orders of all heads, no two alike, of 36 sizes at most', () => {
    const orders = ordersOf('random', { all, pinned, importance: null });
    expect(orders).toHaveLength(N_RANDOM_ORDERS);
    expect(new Set(orders.map((order) => order.map((one) => one.head).join())).size).toBe(5);
    for (const order of orders) expect(new Set(order).size).toBe(144);
    const variants = curveVariants(orders, 'zero');
    expect(variants).toHaveLength(180);
    expect([variants[0], variants[35], variants[36]].map((one) => one?.heads.length)).toEqual([1, 144, 1]);
  });

  test('of one order are 72 at most', () => {
    expect(curveVariants([all], 'zero')).toHaveLength(72);
    expect(curveVariants(ordersOf('own', { all, pinned, importance: null }), 'flat').map(({ heads }) => heads)).toEqual(
      [[pinned[0]], pinned],
    );
  });

  test('by importance leave out heads that could not be measured', () => {
    const study = makeAnswers([without(0), without(1), without(2)], [[lost(3)], [null], [lost(2.5)]]);
    const importance = importanceOf(study, 'next-token');
    expect(ordersOf('importance', { all, pinned, importance })).toEqual([[head(2), head(0)]]);
    expect(ordersOf('importance', { all, pinned, importance: null })).toEqual([]);
  });
});
