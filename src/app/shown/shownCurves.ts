import { headsOf } from '../../core/ablation/orders.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { CurveValues } from '../../views/PruningCurve/PruningCurve.picture.ts';
import type { Studies } from '../state/studies.ts';
import { curvesTogether } from './curve.ts';
import type { Curves } from './curve.ts';
import type { ClassScore } from '../../core/study/importance.ts';
import { levelWords, MEASURE_WORDS } from './measureWords.ts';
import { turnedName } from './turnedName.ts';

/** Curves on one chart, as the panel and the figure show them. */
type ShownCurves = Curves & {
  /** What the chart is drawn from; null where nothing has been begun. */
  readonly values: CurveValues | null;
  /** Whether any of the lines has a point. */
  readonly hasPoints: boolean;
};

type Known = {
  readonly attention: readonly AttentionTensor[];
  readonly by: ClassScore;
  readonly shown: ShownCurves;
};

const known = new WeakMap<Studies['measured'], Known>();

/** The curves that were measured on the heads of these stacks. Worked out once for all that shows them. */
export function shownCurves(
  measured: Studies['measured'],
  attention: readonly AttentionTensor[],
  by: ClassScore = 'loss',
): ShownCurves {
  const before = known.get(measured);
  if (before?.attention === attention && before.by === by) return before.shown;
  const shown = workOut(measured, attention, by);
  known.set(measured, { attention, by, shown });
  return shown;
}

function workOut(measured: Studies['measured'], attention: readonly AttentionTensor[], by: ClassScore): ShownCurves {
  const curves = curvesTogether(measured, (head) => turnedName(attention, head), by);
  const series = curves.drawn.map((curve) => curve.series);
  const found = curves.drawn.find((curve) => curve.series.points.length > 0);
  const first = found ?? curves.drawn[0];
  if (first === undefined) return { ...curves, values: null, hasPoints: false };
  const { unit } = MEASURE_WORDS[first.measure];
  const nHeads = headsOf(attention).length;
  return {
    ...curves,
    values: { series, nHeads, baseline: first.baseline, quantity: levelWords(first.measure), unit },
    hasPoints: found !== undefined,
  };
}
