import type { EffectSummary } from '../../core/effect/effect.ts';
import type { NoiseFloor } from '../../core/study/results.ts';

export const NO_NOISE: NoiseFloor = { meanKl: 0, loss: 0, turn: 0 };

/** The larger of what is known and of what one more repetition of the model as it is differs by; what is not measured counts as 0. */
export function raiseFloor(floor: NoiseFloor, { meanKl, lossBefore, lossAfter, meanTurn }: EffectSummary): NoiseFloor {
  return {
    meanKl: Math.max(floor.meanKl, Math.abs(meanKl) || 0),
    loss: Math.max(floor.loss, Math.abs(lossAfter - lossBefore) || 0),
    turn: Math.max(floor.turn, Math.abs(meanTurn) || 0),
  };
}
