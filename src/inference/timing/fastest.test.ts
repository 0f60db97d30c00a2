import { expect, test } from 'vitest';
import type { HeadTime } from '../../core/cost/headTimes.ts';
import { fastest, N_ROUNDS } from './fastest.ts';

/** Layers that take as long as their lists say, on a clock that they move. */
function setUp(lists: Readonly<Record<number, readonly number[]>>) {
  let clock = 0;
  const order: number[] = [];
  const told: { readonly times: readonly HeadTime[]; readonly nRounds: number }[] = [];
  const layers = Object.entries(lists).map(([nHeads, list]) => {
    let pass = 0;
    return {
      nHeads: Number(nHeads),
      async run() {
        order.push(Number(nHeads));
        clock += list[pass++ % list.length]!;
      },
    };
  });
  const tools = {
    turn: async () => {},
    now: () => clock,
    tell: (times: readonly HeadTime[], nRounds: number) => told.push({ times, nRounds }),
  };
  return { layers, tools, order, told };
}

test('the fastest pass counts, without the first, and what is known so far is told round by round', async () => {
  const slowing = Array.from({ length: N_ROUNDS }, (_, i) => 20 + i);
  const { layers, tools, told } = setUp({ 1: [1, 9, 5, 7, 4, ...slowing], 4: [2, 8, 11, 6, 14, ...slowing] });
  await fastest(layers, tools);
  // The second, third, fourth and fifth pass of either, and what is slower.
  const ms = told.map(({ times }) => times.map((time) => time.ms));
  expect(ms.slice(0, 3)).toEqual([
    [5, 8],
    [5, 6],
    [4, 6],
  ]);
  expect(told.map(({ nRounds }) => nRounds)).toEqual(Array.from({ length: N_ROUNDS - 1 }, (_, i) => i + 2));
  expect(told.at(-1)?.times.map(({ nHeads }) => nHeads)).toEqual([1, 4]);
});

test('its unrest is how far the halves of its passes are apart', async () => {
  const rest = Array.from({ length: N_ROUNDS }, () => 20);
  const { layers, tools, told } = setUp({ 1: [1, 10, 12.5, ...rest], 4: [2, 8, 8, ...rest] });
  await fastest(layers, tools);
  expect(told.at(-1)?.times.map(({ ms, unrest }) => [ms, unrest])).toEqual([
    [10, 0.25],
    [8, 0],
  ]);
});

test('rounds go there and back, so that a machine growing slower does so for all', async () => {
  const { layers, tools, order } = setUp({ 1: [1], 2: [1], 8: [1] });
  await fastest(layers, tools);
  expect(order.slice(0, 9)).toEqual([1, 2, 8, 8, 2, 1, 1, 2, 8]);
  expect(order).toHaveLength(3 * (N_ROUNDS + 1));
});

test('it ends at the turn that it may not go beyond', async () => {
  const { layers, tools, order, told } = setUp({ 1: [1], 2: [1] });
  let left = 3;
  const turn = async (): Promise<void> => {
    if (left-- === 0) throw new Error('aborted');
  };
  await expect(fastest(layers, { ...tools, turn })).rejects.toThrow('aborted');
  expect([order, told.length]).toEqual([[1, 2, 2, 1], 0]);
});
