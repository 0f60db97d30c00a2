import type { TurnedHead } from '../ablation/ablation.ts';
import { isVisible } from '../ablation/formulas.ts';
import { combineSummaries, lossChange } from '../effect/combine.ts';
import type { EffectSummary, Objective } from '../effect/effect.ts';
import { refusalsOf, restingInputs } from './resting.ts';
import type { NoiseFloor, NoisyAnswers, StudyAnswers } from './results.ts';
import { sentenceSpreads } from './sentenceSpread.ts';
import type { SentenceSpread } from './sentenceSpread.ts';

/**
 * What an effect is told by: the loss where tokens are scored, the loss or the accuracy where classes are, else how far predictions move,
 * else how far outputs turn.
 */
export type Measure = 'loss' | 'class-loss' | 'accuracy' | 'kl' | 'turn';

/** By which of two a person wants to be told where the true classes are known. */
export const CLASS_SCORES = ['loss', 'accuracy'] as const;
export type ClassScore = (typeof CLASS_SCORES)[number];

/** The effect of each variant of a study over the inputs that it rests on, or over some; null for a variant without one there. */
export function summariesOf(
  study: StudyAnswers,
  inputs: ReadonlySet<number> = restingInputs(study),
): readonly (EffectSummary | null)[] {
  const lists: EffectSummary[][] = study.plan.variants.map(() => []);
  for (const { input, variant, effect } of study.results) if (inputs.has(input)) lists[variant]?.push(effect);
  return lists.map((list) => (list.length === 0 ? null : combineSummaries(list)));
}

/** Until the first answer is there it is what the model is asked for; null for a model that is not known yet. */
export function measureOf(
  summaries: readonly (EffectSummary | null)[],
  objective: Objective | null,
  by: ClassScore = 'loss',
): Measure {
  if (summaries.every((one) => one === null)) return objective === 'output' ? 'turn' : 'loss';
  if (summaries.some((one) => one?.right !== undefined)) return by === 'accuracy' ? by : 'class-loss';
  if (summaries.some((one) => one !== null && one.nScored > 0)) return 'loss';
  return summaries.some((one) => one !== null && one.nPositions > 0) ? 'kl' : 'turn';
}

type When = 'before' | 'after';

type MeasureRow = {
  readonly effect: (summary: EffectSummary) => number;
  /** How well the model does by itself; null for a measure that only compares two models. */
  readonly level: ((summary: EffectSummary, when: When) => number) | null;
};

const lossOf = ({ lossBefore, lossAfter }: EffectSummary, when: When): number =>
  when === 'before' ? lossBefore : lossAfter;

const MEASURES: Readonly<Record<Measure, MeasureRow>> = {
  loss: { effect: lossChange, level: lossOf },
  'class-loss': { effect: lossChange, level: lossOf },
  accuracy: { effect: (summary) => accuracyOf(summary, 'before') - accuracyOf(summary, 'after'), level: accuracyOf },
  kl: { effect: ({ meanKl }) => meanKl, level: null },
  turn: { effect: ({ meanTurn }) => meanTurn, level: null },
};

/** How much is lost, in the unit of the measure: positive if the model gets worse or changes. */
export function effectOf(summary: EffectSummary, measure: Measure): number {
  return MEASURES[measure].effect(summary);
}

/** How well the model does by a measure that says so; null by one that only compares two models. */
export function levelOf(summary: EffectSummary, measure: Measure, when: When): number | null {
  return MEASURES[measure].level?.(summary, when) ?? null;
}

/** How many of the scored inputs are named rightly, in percent; NaN where none is scored. */
function accuracyOf({ right, nScored }: EffectSummary, when: When): number {
  return right === undefined ? Number.NaN : (100 * right[when]) / nScored;
}

/** Whether an effect stands out of what the same computation differs by when it is repeated. */
function standsOut(summary: EffectSummary, floor: NoiseFloor): boolean {
  if (summary.nPositions > 0) return isVisible(summary.meanKl, floor.meanKl);
  return summary.nScored > 0 ? isVisible(lossChange(summary), floor.loss) : isVisible(summary.meanTurn, floor.turn);
}

/** The noise that effects are held against, and of what it is. */
export function noiseOf(floor: NoiseFloor, summary: EffectSummary): { readonly noise: number; readonly of: Measure } {
  if (summary.nPositions > 0) return { noise: floor.meanKl, of: 'kl' };
  return summary.nScored > 0 ? { noise: floor.loss, of: 'loss' } : { noise: floor.turn, of: 'turn' };
}

/** One head of a leave-one-out study with its effect, null until it is measured. */
type HeadEffect = {
  readonly head: TurnedHead;
  readonly summary: EffectSummary | null;
  readonly effect: number;
  readonly isFaint: boolean;
  /** Why it could be measured nowhere; null where it was, or is still to be. */
  readonly why: string | null;
  /** From sentence to sentence. */
  readonly spread: SentenceSpread | null;
};

export type Importance = {
  readonly measure: Measure;
  /** Sentences that every effect is taken over. */
  readonly nTexts: number;
  readonly heads: readonly HeadEffect[];
  /** The largest effect that stands out, without its sign: the end of the colours. */
  readonly max: number;
};

const worked = new WeakMap<NoisyAnswers, Map<string, Importance>>();

/** What a leave-one-out study of a model with this objective says of each head. Worked out once for all that shows it. */
export function importanceOf(study: NoisyAnswers, objective: Objective | null, by: ClassScore = 'loss'): Importance {
  const known = worked.get(study) ?? new Map<string, Importance>();
  worked.set(study, known);
  const name = `${objective} ${by}`;
  const found = known.get(name) ?? workOut(study, objective, by);
  known.set(name, found);
  return found;
}

function workOut(study: NoisyAnswers, objective: Objective | null, by: ClassScore): Importance {
  const inputs = restingInputs(study);
  const summaries = summariesOf(study, inputs);
  const measure = measureOf(summaries, objective, by);
  const refusals = refusalsOf(study, inputs);
  const spreads = sentenceSpreads(study, inputs, (summary) => effectOf(summary, measure));
  const heads = study.plan.variants.flatMap(({ heads: [head] }, index): readonly HeadEffect[] => {
    if (head === undefined) return [];
    const summary = summaries[index] ?? null;
    const effect = summary === null ? Number.NaN : effectOf(summary, measure);
    const isFaint = summary !== null && study.floor !== null && !standsOut(summary, study.floor);
    const why = refusals.get(index) ?? null;
    return [{ head, summary, effect, isFaint, why, spread: spreads[index] ?? null }];
  });
  const sizes = heads.filter((one) => !one.isFaint && Number.isFinite(one.effect)).map((one) => Math.abs(one.effect));
  return { measure, nTexts: inputs.size, heads, max: Math.max(0, ...sizes) };
}
