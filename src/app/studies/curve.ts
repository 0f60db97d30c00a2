import type { TurnedHead } from '../../core/ablation/ablation.ts';
import type { EffectSummary } from '../../core/effect/effect.ts';
import type { CurveSeries } from '../../views/PruningCurve/PruningCurve.layout.ts';
import { effectOf, measureOf, summariesOf } from './importance.ts';
import type { Measure } from './importance.ts';
import type { MeasurePurpose, MeasureStudy } from './studies.ts';

/** In which order heads are taken away. */
export const CURVE_ORDERS = ['importance', 'own', 'random'] as const;
export type CurveOrder = (typeof CURVE_ORDERS)[number];

export const CURVE_PURPOSES: Readonly<Record<CurveOrder, Extract<MeasurePurpose, `curve-${string}`>>> = {
  importance: 'curve-importance',
  own: 'curve-own',
  random: 'curve-random',
};

export const CURVE_WORDS: Readonly<Record<CurveOrder, string>> = {
  importance: 'least important first',
  own: 'pinned heads, in their order',
  random: 'at random',
};

/** The same at the end of a line, where there is little room. */
const LINE_NAMES: Readonly<Record<CurveOrder, string>> = { ...CURVE_WORDS, own: 'pinned, in order' };

/** The points of a curve that have been measured, with the sets of heads that they stand for. */
export type Curve = {
  readonly series: CurveSeries;
  readonly measure: Measure;
  /** The value with all heads. */
  readonly baseline: number;
};

/**
 * A study of growing sets as a line: the loss itself, or where there is none the effect, against heads taken away.
 * `nameOf` names a head as the rest of the page does.
 */
export function curveOf(order: CurveOrder, study: MeasureStudy, nameOf: (head: TurnedHead) => string): Curve {
  const summaries = summariesOf(study);
  const measure = measureOf(summaries, null);
  const points = study.plan.variants.flatMap(({ heads }, index) => {
    const summary = summaries[index] ?? null;
    const last = heads.at(-1);
    if (summary === null || last === undefined) return [];
    return [{ nRemoved: heads.length, value: valueOf(summary, measure), words: `${nameOf(last)} removed last` }];
  });
  const first = summaries.find((one) => one !== null) ?? null;
  return {
    series: { id: order, name: LINE_NAMES[order], points },
    measure,
    baseline: first === null || measure !== 'loss' ? 0 : first.lossBefore,
  };
}

function valueOf(summary: EffectSummary, measure: Measure): number {
  return measure === 'loss' ? summary.lossAfter : effectOf(summary, measure);
}
