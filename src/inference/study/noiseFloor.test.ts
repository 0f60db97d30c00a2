import { expect, test } from 'vitest';
import { NO_NOISE, raiseFloor } from './noiseFloor.ts';

const summary = {
  lossBefore: 2,
  lossAfter: 2,
  nScored: 3,
  meanKl: 0,
  maxKl: 0,
  worst: 1,
  nPositions: 3,
  nFlips: 0,
  meanTurn: NaN,
};

test('the floor is the largest difference of any repetition, whatever its sign; what is not measured is 0', () => {
  const once = raiseFloor(NO_NOISE, { ...summary, lossAfter: 1.75, meanKl: 1e-9 });
  expect(once).toEqual({ meanKl: 1e-9, loss: 0.25, turn: 0 });
  expect(raiseFloor(once, { ...summary, lossAfter: 2.125, meanKl: 3e-9 })).toEqual({
    meanKl: 3e-9,
    loss: 0.25,
    turn: 0,
  });
  const vectors = { ...summary, lossBefore: NaN, lossAfter: NaN, meanKl: NaN, meanTurn: -2e-8 };
  expect(raiseFloor(NO_NOISE, vectors)).toEqual({ meanKl: 0, loss: 0, turn: 2e-8 });
});
