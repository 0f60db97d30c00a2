import { chanceReach } from './chance.ts';

/** How much of what a head could do for a label it does, over and above even attention. NaN where nothing can be measured. */
export type Skill = {
  /** kappa: 0 for even attention, 1 at best, negative where the target is avoided. */
  readonly score: number;
  /** Standard deviation of `score` if every row placed its weights on random allowed keys. */
  readonly deviation: number;
  /** Mean attention of the scored rows inside the region, 0 to 1. */
  readonly coverage: number;
  /** Mean attention on the target, and the same if each row spread its attention in the region evenly. */
  readonly raw: number;
  readonly rawChance: number;
  /** Standard deviation of `raw` under the same null as `deviation`. */
  readonly rawDeviation: number;
  /** Skewness of both under that null: above 0, chance reaches farther up than a normal curve says. */
  readonly skewness: number;
  /** The excess in standard deviations of the row-permutation null; 0 where that null cannot vary. */
  readonly z: number;
  readonly rows: number;
};

/** Sums over the rows that can tell the label from even attention. */
export type SkillSums = {
  /** Sum of weight x value over the target. */
  readonly hits: number;
  /** The same sum under even attention. */
  readonly expected: number;
  /** How far a row could rise above even attention at most. */
  readonly room: number;
  /** Variance of `hits` under the row-permutation null. */
  readonly variance: number;
  /** Third central moment of `hits` under the same null. */
  readonly thirdMoment: number;
  readonly mass: number;
  readonly rows: number;
};

/** The skill of a label with no row to score. */
export const NO_SKILL: Skill = {
  score: NaN,
  deviation: NaN,
  coverage: NaN,
  raw: NaN,
  rawChance: NaN,
  rawDeviation: NaN,
  skewness: NaN,
  z: 0,
  rows: 0,
};

/**
 * Pools the rows of one head into one skill: kappa = (hits - expected) / room, z = (hits - expected) / sqrt(variance).
 * Rows weigh in by their room, so rows with few keys or little content count for little. Formulas: docs/metrics.md.
 */
export function toSkill({ hits, expected, room, variance, thirdMoment, mass, rows }: SkillSums): Skill {
  if (rows === 0) return NO_SKILL;
  const isMeasurable = room > 1e-9;
  return {
    score: isMeasurable ? (hits - expected) / room : NaN,
    deviation: isMeasurable ? Math.sqrt(variance) / room : NaN,
    coverage: mass / rows,
    raw: hits / rows,
    rawChance: expected / rows,
    rawDeviation: Math.sqrt(variance) / rows,
    skewness: variance > 1e-12 ? thirdMoment / variance ** 1.5 : 0,
    z: variance > 1e-12 ? (hits - expected) / Math.sqrt(variance) : 0,
    rows,
  };
}

/** The score that 19 of 20 heads with shuffled rows stay below; farther up for the best of several lines. */
export function chanceLine({ skewness, deviation }: Skill, nTried: number): number {
  return chanceReach(skewness, nTried) * deviation;
}
