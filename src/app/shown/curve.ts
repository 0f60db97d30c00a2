import type { Ablation, TurnedHead } from '../../core/ablation/ablation.ts';
import { drawsOf } from '../../core/ablation/orders.ts';
import type { EffectSummary } from '../../core/effect/effect.ts';
import { spreadOf } from '../../core/stats/spread.ts';
import type { CurvePoint, CurveSeries } from '../../views/PruningCurve/PruningCurve.layout.ts';
import { effectOf, measureOf, summariesOf } from './importance.ts';
import type { Measure } from './importance.ts';
import { refusalsOf, restingInputs } from './resting.ts';
import { RECORDED_ID } from '../state/studies.ts';
import type { MeasurePurpose, MeasureStudy } from '../state/studies.ts';

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

/** One set of heads of a curve, with what was measured without them; null where it was not, or could not be. */
type CurveSet = { readonly variant: Ablation; readonly summary: EffectSummary | null };

/** The points of a curve that have been measured, with the sets of heads that they stand for. */
export type Curve = {
  readonly order: CurveOrder;
  readonly study: MeasureStudy;
  readonly series: CurveSeries;
  readonly measure: Measure;
  /** The value with all heads. */
  readonly baseline: number;
  /** Indices of the sentences that it is taken over. */
  readonly inputs: ReadonlySet<number>;
  /** Growing sets of each order that the points are means of: those that are through; the first one before there is any. */
  readonly draws: readonly (readonly CurveSet[])[];
  /** Orders that were asked for. */
  readonly nDraws: number;
};

/**
 * A study of growing sets as a line from the model as it is: the loss itself, or where there is none the effect, against
 * heads taken away. Of several orders it is the mean, with the least and the largest.
 * `nameOf` names a head as the rest of the page does.
 */
export function curveOf(
  order: CurveOrder,
  study: MeasureStudy,
  nameOf: (head: TurnedHead) => string,
  inputs: ReadonlySet<number> = restingInputs(study),
): Curve {
  const summaries = summariesOf(study, inputs);
  const measure = measureOf(summaries, null);
  const refusals = refusalsOf(study, inputs);
  const isThrough = study.plan.variants.map((_, index) => Boolean(summaries[index]) || refusals.has(index));
  let at = 0;
  const all = drawsOf(study.plan.variants).map((variants) =>
    variants.map((variant) => {
      const index = at++;
      return { variant, summary: summaries[index] ?? null, isThrough: isThrough[index] === true };
    }),
  );
  const whole = all.filter((draw) => draw.every((set) => set.isThrough));
  const draws = whole.length > 0 ? whole : all.slice(0, 1);
  const first = summaries.find((one) => one !== null) ?? null;
  const baseline = first === null || measure !== 'loss' ? 0 : first.lossBefore;
  const points = (draws[0] ?? []).flatMap((_, step): readonly CurvePoint[] => {
    const found = draws.flatMap((draw) => draw[step] ?? []);
    const values = found.flatMap(({ summary }) => (summary === null ? [] : [valueOf(summary, measure)]));
    const [set] = found;
    const last = set?.variant.heads.at(-1);
    if (values.length === 0 || set === undefined || last === undefined) return [];
    const { least, largest } = spreadOf(values);
    const point = {
      nRemoved: set.variant.heads.length,
      value: values.reduce((sum, one) => sum + one, 0) / values.length,
    };
    if (values.length > 1)
      return [{ ...point, low: least, high: largest, words: `mean of ${values.length} random orders` }];
    const which = all.length > 1 ? `first of ${all.length} orders, ` : '';
    return [{ ...point, words: `${which}${nameOf(last)} removed last` }];
  });
  const isSpread = points.some(({ low }) => low !== undefined);
  const start = { nRemoved: 0, value: baseline, ...(isSpread ? { low: baseline, high: baseline } : {}) };
  return {
    order,
    study,
    series: { id: order, name: LINE_NAMES[order], points: points.length === 0 ? [] : [start, ...points] },
    measure,
    baseline,
    inputs,
    draws,
    nDraws: all.length,
  };
}

/** What a curve shows of a set of heads. */
export function valueOf(summary: EffectSummary, measure: Measure): number {
  return measure === 'loss' ? summary.lossAfter : effectOf(summary, measure);
}

/** An order that was measured, or is. */
export type BegunCurve = { readonly order: CurveOrder; readonly study: MeasureStudy };

/** Curves that belong on one chart, and those that do not. */
export type Curves = {
  readonly drawn: readonly Curve[];
  /** Of other sentences, of another mode, or of fewer sentences than those that are drawn. */
  readonly others: readonly BegunCurve[];
};

/**
 * One curve, and those that were measured on the same inputs in the same mode, taken over the same of these: a difference
 * of two lines is then one of the order alone. The one is the newest. Which that was is not in a file: of a recording it is
 * the one that most others can stand beside, of these the one over most sentences.
 */
export function curvesTogether(
  measured: Readonly<Partial<Record<MeasurePurpose, MeasureStudy>>>,
  nameOf: (head: TurnedHead) => string,
): Curves {
  const begun = CURVE_ORDERS.flatMap((order): readonly BegunCurve[] => {
    const study = measured[CURVE_PURPOSES[order]];
    return study === undefined || study.results.length === 0 ? [] : [{ order, study }];
  });
  const [first] = begun.map((one) => besideOf(one, begun)).toSorted(byPrecedence);
  if (first === undefined) return { drawn: [], others: [] };
  return {
    drawn: first.beside.map(({ order, study }) => curveOf(order, study, nameOf, first.inputs)),
    others: begun.filter((one) => !first.beside.includes(one)),
  };
}

type Beside = {
  readonly study: MeasureStudy;
  readonly inputs: ReadonlySet<number>;
  /** The curve itself and those that hold each of its inputs. */
  readonly beside: readonly BegunCurve[];
};

function besideOf({ study }: BegunCurve, begun: readonly BegunCurve[]): Beside {
  const inputs = restingInputs(study);
  const belongs = (other: MeasureStudy): boolean => {
    const own = restingInputs(other);
    return isSameGround(other, study) && [...inputs].every((input) => own.has(input));
  };
  return { study, inputs, beside: begun.filter((one) => belongs(one.study)) };
}

function byPrecedence(a: Beside, b: Beside): number {
  return b.study.studyId - a.study.studyId || b.beside.length - a.beside.length || b.inputs.size - a.inputs.size;
}

function isSameGround(a: MeasureStudy, b: MeasureStudy): boolean {
  if (a.plan.variants[0]?.mode !== b.plan.variants[0]?.mode) return false;
  const [some, others] = [a.basis.texts, b.basis.texts];
  if (a.studyId === RECORDED_ID && b.studyId === RECORDED_ID) {
    // A file leaves out the texts that a stopped study had not reached, and says nothing of inputs beyond their texts.
    const n = Math.min(some.length, others.length);
    return some.slice(0, n).every((text, index) => text === others[index]);
  }
  const [one, other] = [a.plan.inputs, b.plan.inputs];
  return (
    some.join('\n') === others.join('\n') &&
    one.length === other.length &&
    one.every((input, index) => isSameInput(input, other[index]))
  );
}

type Input = MeasureStudy['plan']['inputs'][number];

/** Two images of the same name need not be the same. */
function isSameInput(one: Input, other: Input | undefined): boolean {
  if (one.kind === 'image') return other?.kind === 'image' && one.pixels === other.pixels;
  return JSON.stringify(one) === JSON.stringify(other);
}
