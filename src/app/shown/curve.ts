import type { TurnedHead } from '../../core/ablation/ablation.ts';
import { isSameInput } from '../../core/modelInputs.ts';
import { measuredCurve } from '../../core/study/curve.ts';
import type { MeasuredCurve } from '../../core/study/curve.ts';
import { CURVE_ORDERS } from '../../core/study/curveSets.ts';
import type { CurveOrder } from '../../core/study/curveSets.ts';
import type { ClassScore } from '../../core/study/importance.ts';
import { restingInputs } from '../../core/study/resting.ts';
import type { CurvePoint, CurveSeries } from '../../views/PruningCurve/PruningCurve.layout.ts';
import { RECORDED_ID } from '../state/studies.ts';
import type { MeasurePurpose, MeasureStudy } from '../state/studies.ts';

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

/** An order with the points that have been measured, as a line. */
export type Curve = MeasuredCurve & {
  readonly order: CurveOrder;
  readonly study: MeasureStudy;
  readonly series: CurveSeries;
};

/** A study of growing sets as a line. `nameOf` names a head as the rest of the page does. */
export function curveOf(
  order: CurveOrder,
  study: MeasureStudy,
  nameOf: (head: TurnedHead) => string,
  inputs: ReadonlySet<number> = restingInputs(study),
  by: ClassScore = 'loss',
): Curve {
  const curve = measuredCurve(study, inputs, by);
  const points = curve.steps.map(({ nRemoved, value, spread, nOrders, last }): CurvePoint => {
    if (spread === null) return { nRemoved, value, words: `${firstOf(curve)}${nameOf(last)} removed last` };
    const { least, largest } = spread;
    return { nRemoved, value, low: least, high: largest, words: `mean of ${nOrders} random orders` };
  });
  const { baseline } = curve;
  const isSpread = points.some(({ low }) => low !== undefined);
  const start = { nRemoved: 0, value: baseline, ...(isSpread ? { low: baseline, high: baseline } : {}) };
  const series = { id: order, name: LINE_NAMES[order], points: points.length === 0 ? [] : [start, ...points] };
  return { ...curve, order, study, series };
}

function firstOf({ nDraws }: MeasuredCurve): string {
  return nDraws > 1 ? `first of ${nDraws} orders, ` : '';
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
  by: ClassScore = 'loss',
): Curves {
  const begun = CURVE_ORDERS.flatMap((order): readonly BegunCurve[] => {
    const study = measured[CURVE_PURPOSES[order]];
    return study === undefined || study.results.length === 0 ? [] : [{ order, study }];
  });
  const [first] = begun.map((one) => besideOf(one, begun)).toSorted(byPrecedence);
  if (first === undefined) return { drawn: [], others: [] };
  return {
    drawn: first.beside.map(({ order, study }) => curveOf(order, study, nameOf, first.inputs, by)),
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
