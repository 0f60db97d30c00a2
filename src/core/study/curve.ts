import type { Ablation, TurnedHead } from '../ablation/ablation.ts';
import { drawsOf } from '../ablation/orders.ts';
import type { EffectSummary } from '../effect/effect.ts';
import { spreadOf } from '../stats/spread.ts';
import type { Spread } from '../stats/spread.ts';
import { effectOf, levelOf, measureOf, summariesOf } from './importance.ts';
import type { ClassScore, Measure } from './importance.ts';
import { refusalsOf } from './resting.ts';
import type { StudyAnswers } from './results.ts';

/** One set of heads of a curve, with what was measured without them; null where it was not, or could not be. */
type CurveSet = { readonly variant: Ablation; readonly summary: EffectSummary | null };

/** What is left without so many heads. */
type CurveStep = {
  readonly nRemoved: number;
  /** The loss itself, or the effect where there is none: of several orders their mean. */
  readonly value: number;
  /** Of several orders; null of one. */
  readonly spread: Spread | null;
  readonly nOrders: number;
  /** The head taken last, of several orders in the first. */
  readonly last: TurnedHead;
};

/** Growing sets of heads taken away, as far as they have been measured. */
export type MeasuredCurve = {
  readonly measure: Measure;
  /** The value with all heads. */
  readonly baseline: number;
  /** Rising in `nRemoved`; steps that were not measured are left out. */
  readonly steps: readonly CurveStep[];
  /** Indices of the sentences that it is taken over. */
  readonly inputs: ReadonlySet<number>;
  /** Growing sets of each order that the steps are means of: those that are through; the first one before there is any. */
  readonly draws: readonly (readonly CurveSet[])[];
  /** Orders that were asked for. */
  readonly nDraws: number;
};

/**
 * A study of growing sets from the model as it is, over some of its inputs: the loss or the accuracy itself, or where there is neither the
 * effect, against heads taken away. Of several orders it is the mean.
 */
export function measuredCurve(
  study: StudyAnswers,
  inputs: ReadonlySet<number>,
  by: ClassScore = 'loss',
): MeasuredCurve {
  const summaries = summariesOf(study, inputs);
  const measure = measureOf(summaries, null, by);
  const refusals = refusalsOf(study, inputs);
  let at = 0;
  const all = drawsOf(study.plan.variants).map((variants) =>
    variants.map((variant) => {
      const index = at++;
      const summary = summaries[index] ?? null;
      return { variant, summary, isThrough: summary !== null || refusals.has(index) };
    }),
  );
  const whole = all.filter((draw) => draw.every((set) => set.isThrough));
  const draws = whole.length > 0 ? whole : all.slice(0, 1);
  const first = summaries.find((one) => one !== null) ?? null;
  return {
    measure,
    baseline: first === null ? 0 : (levelOf(first, measure, 'before') ?? 0),
    steps: (draws[0] ?? []).flatMap((_, step) =>
      stepOf(
        draws.flatMap((draw) => draw[step] ?? []),
        measure,
      ),
    ),
    inputs,
    draws,
    nDraws: all.length,
  };
}

/** Sets of one size, of each order, as a step; none where nothing was measured. */
function stepOf(sets: readonly CurveSet[], measure: Measure): readonly CurveStep[] {
  const values = sets.flatMap(({ summary }) => (summary === null ? [] : [valueOf(summary, measure)]));
  const heads = sets[0]?.variant.heads ?? [];
  const last = heads.at(-1);
  if (values.length === 0 || last === undefined) return [];
  return [
    {
      nRemoved: heads.length,
      value: values.reduce((sum, one) => sum + one, 0) / values.length,
      spread: values.length > 1 ? spreadOf(values) : null,
      nOrders: values.length,
      last,
    },
  ];
}

/** What a curve shows of a set of heads. */
export function valueOf(summary: EffectSummary, measure: Measure): number {
  return levelOf(summary, measure, 'after') ?? effectOf(summary, measure);
}
