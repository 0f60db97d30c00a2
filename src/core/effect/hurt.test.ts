import { describe, expect, test } from 'vitest';
import type { Effect, PositionEffect } from './effect.ts';
import { hurtWords, mostTurned } from './hurt.ts';

const at = (position: number, target: number | null, before: number, after: number): PositionEffect => ({
  position,
  target,
  lossBefore: target === null ? NaN : -Math.log(before),
  lossAfter: target === null ? NaN : -Math.log(after),
  kl: 0,
  before: [],
  after: [],
  isFlipped: false,
});
const effectOf = (
  objective: Effect['objective'],
  positions: readonly PositionEffect[],
  turns: Effect['turns'] = null,
) => ({ objective, positions, turns, summary: NO_SUMMARY }) satisfies Effect;
const NO_SUMMARY: Effect['summary'] = {
  lossBefore: NaN,
  lossAfter: NaN,
  nScored: 0,
  meanKl: NaN,
  maxKl: NaN,
  worst: -1,
  nPositions: 0,
  nFlips: 0,
  meanTurn: NaN,
};

describe('the words most hurt', () => {
  // Losses rise by ln 2, ln 8, ln 1.01, fall, ln 4, ln 3; the last position has nothing to be scored by.
  const positions = [
    at(0, 7, 0.5, 0.25),
    at(1, 3, 0.8, 0.1),
    at(2, 4, 0.101, 0.1),
    at(3, 4, 0.1, 0.9),
    at(5, 9, 0.4, 0.1),
    at(6, 2, 0.3, 0.1),
    at(7, null, NaN, NaN),
  ];

  test('are those whose loss rises most, and stand one after the position that foretells them', () => {
    const found = hurtWords(effectOf('next-token', positions));
    expect(found.map(({ position }) => position)).toEqual([2, 6, 7]);
    expect(found[0]?.before).toBeCloseTo(0.8, 12);
    expect(found[0]?.after).toBeCloseTo(0.1, 12);
  });

  test('of a masked model stand where they are hidden', () => {
    expect(hurtWords(effectOf('masked-token', positions)).map(({ position }) => position)).toEqual([1, 5, 6]);
  });

  test('are none where no loss rises by 0.05 nats', () => {
    expect(hurtWords(effectOf('next-token', [at(2, 4, 0.1, 0.0952), at(3, 4, 0.1, 0.9)]))).toEqual([]);
    expect(hurtWords(effectOf('next-token', [at(2, 4, 0.1, 0.0951)]))).toHaveLength(1);
  });
});

test('without a language head the vectors that turn most are named, those that stay are not', () => {
  expect(mostTurned(effectOf('output', [], Float32Array.of(0.1, 0, 0.4, 0.2)))).toEqual([2, 3, 0]);
  expect(mostTurned(effectOf('output', [], Float32Array.of(0.1, 0, 0.4, 0.2)), 1)).toEqual([2]);
  expect(mostTurned(effectOf('next-token', []))).toEqual([]);
});
