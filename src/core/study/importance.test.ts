import { describe, expect, test } from 'vitest';
import { importanceOf, noiseOf } from './importance.ts';
import { FOUR_HEADS, without } from './testing/fourHeads.ts';
import { makeAnswers, makeSummary } from './testing/studies.ts';

describe('the importance of a head', () => {
  const importance = importanceOf(FOUR_HEADS, 'next-token');

  test('is the change of the loss over all texts, each token counting alike', () => {
    expect(importance.measure).toBe('loss');
    expect(importance.heads[0]?.effect).toBeCloseTo(2.5, 12);
    expect(importance.heads[1]?.effect).toBeCloseTo(-0.5, 12);
  });

  test('is not known before it is measured', () => {
    expect(importance.heads[3]).toMatchObject({ summary: null, effect: Number.NaN, isFaint: false });
  });

  test('is grey within ten times the noise, and then does not stretch the colours', () => {
    expect(importance.heads.map(({ isFaint }) => isFaint)).toEqual([false, false, true, false]);
    expect(importance.max).toBeCloseTo(2.5, 12);
  });

  test('is how far predictions move where no token is scored, and how far outputs turn where there are none', () => {
    const nothing = { lossBefore: Number.NaN, lossAfter: Number.NaN, nScored: 0 };
    const kl = importanceOf(makeAnswers([without(0)], [[makeSummary({ ...nothing, meanKl: 0.75 })]]), 'next-token');
    expect([kl.measure, kl.heads[0]?.effect]).toEqual(['kl', 0.75]);
    const turned = makeSummary({
      ...nothing,
      meanKl: Number.NaN,
      maxKl: Number.NaN,
      worst: -1,
      nPositions: 0,
      meanTurn: 0.125,
    });
    const turn = importanceOf(makeAnswers([without(0)], [[turned]]), 'output');
    expect([turn.measure, turn.heads[0]?.effect, turn.heads[0]?.isFaint]).toEqual(['turn', 0.125, false]);
    const floor = { meanKl: 1e-4, loss: 1e-3, turn: 1e-5 };
    expect(noiseOf(floor, turned)).toEqual({ noise: 1e-5, of: 'turn' });
    expect(noiseOf(floor, makeSummary())).toEqual({ noise: 1e-4, of: 'kl' });
  });

  test.each([
    ['next-token', 'loss'],
    ['masked-token', 'loss'],
    ['output', 'turn'],
    [null, 'loss'],
  ] as const)('is, before the first answer, what a model of objective %s will be told by: %s', (objective, measure) => {
    expect(importanceOf(makeAnswers([without(0)], [[null]]), objective).measure).toBe(measure);
  });
});

test('the importance of a head is worked out once for a study and what its model is asked for', () => {
  const study = makeAnswers([without(0)], [[null]]);
  const first = importanceOf(FOUR_HEADS, 'next-token');
  expect(importanceOf(FOUR_HEADS, 'next-token')).toBe(first);
  expect(importanceOf(study, 'output').measure).toBe('turn');
  expect(importanceOf({ ...study, results: [{ input: 0, variant: 0, effect: makeSummary() }] }, 'next-token')).not.toBe(
    first,
  );
});

test('where the true classes are known it is told by the loss or by the accuracy, of all pictures together', () => {
  const seen = (after: number, lossAfter: number) =>
    makeSummary({ nScored: 1, nPositions: 1, meanKl: 1, lossAfter, right: { before: 1, after } });
  const study = makeAnswers(
    [without(0), without(1)],
    [
      [seen(0, 5), seen(1, 2), seen(0, 3), seen(1, 2)],
      [seen(1, 2.5), seen(1, 2), seen(1, 2), seen(1, 2)],
    ],
  );
  const [byLoss, byAccuracy] = (['loss', 'accuracy'] as const).map((by) => importanceOf(study, 'class', by));
  // (5 + 2 + 3 + 2) / 4 - 2 = 1; (2.5 + 2 + 2 + 2) / 4 - 2 = 0.125
  expect([byLoss!.measure, ...byLoss!.heads.map(({ effect }) => effect)]).toEqual(['class-loss', 1, 0.125]);
  // 4 of 4 right with all heads, 2 of 4 without the first.
  expect([byAccuracy!.measure, ...byAccuracy!.heads.map(({ effect }) => effect)]).toEqual(['accuracy', 50, 0]);
});
