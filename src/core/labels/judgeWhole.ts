import { chanceReach } from './chance.ts';
import type { Evenness } from './evenness.ts';
import { gate } from './gates.ts';
import { NO_NUMBERS } from './judgeTargets.ts';
import type { HeadMeasures } from './measure.ts';
import type { Gate, LabelScore, LabelStatus, NotAssessable } from './report.ts';
import { BROAD, MIN_COVERAGE, RESTING_SINK, UNIFORM, VERTICAL_DIAGONAL } from './rules.ts';
import type { Skill } from './skill.ts';

/** Judges the labels that describe a head as a whole; `targets` are the labels judged before. */
export function judgeWhole(
  measures: Pick<HeadMeasures, 'sink' | 'broad' | 'uniform'>,
  targets: readonly LabelScore[],
): LabelScore[] {
  const { sink, broad, uniform } = measures;
  const judged = [judgeBroad(broad), judgeUniform(uniform), judgeResting(sink), judgeVerticalDiagonal(sink, targets)];
  const isAnyAssigned = [...targets, ...judged].some(({ status }) => status === 'assigned');
  return [
    ...judged,
    { ...NO_NUMBERS, label: 'heterogeneous', status: isAnyAssigned ? 'absent' : 'assigned', gates: [] },
  ];
}

function judgeBroad(broad: Evenness): LabelScore {
  const gates = [
    gate('score', BROAD.score, broad.score),
    gate('coverage', BROAD.coverage, broad.coverage),
    gate('rows', BROAD.rows, broad.rows),
  ];
  return {
    ...evennessNumbers(broad),
    label: 'broad',
    share: broad.coverage,
    gates,
    ...statusOf(gates, broad.rows < BROAD.rows, broad.coverage < MIN_COVERAGE),
  };
}

function judgeUniform(uniform: Evenness): LabelScore {
  const gates = [gate('score', UNIFORM.score, uniform.score), gate('rows', UNIFORM.rows, uniform.rows)];
  return {
    ...evennessNumbers(uniform),
    label: 'uniform',
    share: uniform.rows > 0 ? 1 : NaN,
    gates,
    ...statusOf(gates, uniform.rows < UNIFORM.rows, false),
  };
}

function judgeResting(sink: Skill): LabelScore {
  const gates = [gate('score', RESTING_SINK, sink.raw)];
  return {
    label: 'resting',
    score: sink.raw,
    ...sinkChance(sink),
    share: sink.raw,
    gates,
    ...(sink.rows === 0 ? noSink : statusOf(gates, false, false)),
  };
}

/** A composite: score is the sink mass, share the largest share of a diagonal label, which is counted if it passes its gates. */
function judgeVerticalDiagonal(sink: Skill, targets: readonly LabelScore[]): LabelScore {
  const diagonal = Math.max(
    0,
    ...targets
      .filter(({ label, status }) => DIAGONALS.has(label) && (status === 'assigned' || status === 'implied'))
      .map(({ share }) => share),
  );
  const gates = [gate('score', VERTICAL_DIAGONAL.sink, sink.raw), gate('share', VERTICAL_DIAGONAL.diagonal, diagonal)];
  return {
    label: 'vertical+diagonal',
    score: sink.raw,
    ...sinkChance(sink),
    share: diagonal,
    gates,
    ...(sink.rows === 0 ? noSink : statusOf(gates, false, false)),
  };
}

const DIAGONALS: ReadonlySet<string> = new Set(['previous', 'next', 'self', 'local']);

const noSink = { status: 'not-assessable', reason: 'no-target' } as const;

function sinkChance({ raw, rawChance, rawDeviation, skewness, coverage, rows, z }: Skill) {
  const chance95 = rawChance + chanceReach(skewness, 1) * rawDeviation;
  return { chance: rawChance, chance95, raw, rawChance, coverage, rows, z };
}

function evennessNumbers({ score, chance, deviation, coverage, rows }: Evenness) {
  return {
    score,
    chance,
    chance95: chance + chanceReach(0, 1) * deviation,
    raw: NaN,
    rawChance: NaN,
    coverage,
    rows,
    z: (score - chance) / deviation,
  };
}

/** No hints here: they are for kappa, whose zero is chance, so that three quarters of a threshold mean something. */
function statusOf(
  gates: readonly Gate[],
  isShort: boolean,
  isUncovered: boolean,
): { status: LabelStatus; reason?: NotAssessable } {
  if (isShort) return { status: 'not-assessable', reason: 'too-few-rows' };
  if (isUncovered) return { status: 'not-assessable', reason: 'low-coverage' };
  return { status: gates.every(({ holds }) => holds) ? 'assigned' : 'absent' };
}
