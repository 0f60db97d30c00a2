import type { EffectSummary, PositionEffect } from './effect.ts';

/** The figures of one position that a summary is made of. */
export type PositionFigures = Pick<PositionEffect, 'position' | 'lossBefore' | 'lossAfter' | 'kl' | 'isFlipped'>;

/** Summarises the effects at the compared positions; those without a loss are left out of the losses only. */
export function summarise(positions: readonly PositionFigures[]): EffectSummary {
  let lossBefore = 0;
  let lossAfter = 0;
  let nScored = 0;
  let sumKl = 0;
  let nFlips = 0;
  let worst: PositionFigures | null = null;
  for (const one of positions) {
    if (!Number.isNaN(one.lossBefore)) {
      lossBefore += one.lossBefore;
      lossAfter += one.lossAfter;
      nScored++;
    }
    sumKl += one.kl;
    if (one.isFlipped) nFlips++;
    // A KL that is no number, from scores that are none, must not hide behind the others.
    if (worst === null || Number.isNaN(one.kl) || one.kl > worst.kl) worst = one;
  }
  const nPositions = positions.length;
  return {
    lossBefore: nScored > 0 ? lossBefore / nScored : NaN,
    lossAfter: nScored > 0 ? lossAfter / nScored : NaN,
    nScored,
    meanKl: nPositions > 0 ? sumKl / nPositions : NaN,
    maxKl: worst?.kl ?? NaN,
    worst: worst?.position ?? -1,
    nPositions,
    nFlips,
    meanTurn: NaN,
  };
}
