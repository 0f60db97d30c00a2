import { isSavedRun } from '../../state/firstView.ts';
import { formatHead, sameHead } from '../../../core/selection.ts';
import { measuredCurve } from '../../../core/study/curve.ts';
import type { MeasuredCurve } from '../../../core/study/curve.ts';
import { importanceOf } from '../../../core/study/importance.ts';
import type { Importance } from '../../../core/study/importance.ts';
import { ablationState, isEffectCurrent } from '../../shown/shown.ts';
import { objectiveOf } from '../../shown/shownImportance.ts';
import { canShare, costOf, foldedLayers } from '../../shown/oneHead.ts';
import { studyOf } from '../../shown/studyOf.ts';
import { kindOnScreen } from '../../shown/turning.ts';
import type { MeasureStudy } from '../../state/studies.ts';
import type { EffectSummary } from '../../../core/effect/effect.ts';
import type { FactRows, Found, Seen } from './fact.ts';
import { headIn } from './headIn.ts';

/** Facts that the model is run for: heads switched off, layers of one head, every head in turn. Losses in nats a token. */
export const MEASURED_FACTS: FactRows = {
  loss: { args: [], of: (seen) => withOff(seen, ({ lossBefore }) => lossBefore) },
  lossOff: { args: [], of: (seen) => withOff(seen, ({ lossAfter }) => lossAfter) },
  rise: { args: [], isChange: true, of: (seen) => withOff(seen, riseOf) },
  nChanged: { args: [], of: (seen) => withOff(seen, ({ nFlips }) => nFlips) },
  nPredicted: { args: [], of: (seen) => withOff(seen, ({ nPositions }) => nPositions) },
  /** Of one layer that is drawn as one head, or of all that are, together. */
  foldedLoss: { args: ['layer'], of: (seen, layer) => withFolded(seen, layer, ({ lossAfter }) => lossAfter) },
  foldedFrom: { args: ['layer'], of: (seen, layer) => withFolded(seen, layer, ({ lossBefore }) => lossBefore) },
  foldedRise: { args: ['layer'], isChange: true, of: (seen, layer) => withFolded(seen, layer, riseOf) },
  importance: {
    args: ['head'],
    isChange: true,
    of: (seen, text = '') =>
      withImportance(seen, (heads) => {
        const head = headIn(seen, text);
        return head ? heads.find((one) => sameHead(one.head, head))?.effect : head;
      }),
  },
  /** The n-th most important head, from 1. */
  important: {
    args: ['number'],
    of: (seen, n) => withImportance(seen, (heads) => byEffect(heads).at(Number(n) - 1)),
  },
  leastImportant: { args: [], of: (seen) => withImportance(seen, (heads) => byEffect(heads).at(-1)) },
  /** The loss once so many heads are gone, the least important first. */
  curveLoss: {
    args: ['number'],
    of: ({ state }, n) => {
      const study = studyOf(state, 'curve-importance');
      if (study?.status !== 'done') return study?.status === 'failed' ? undefined : null;
      const { baseline, steps } = curveOf(study);
      return n === '0' ? finite(baseline) : steps.find(({ nRemoved }) => nRemoved === Number(n))?.value;
    },
  },
  nNotMissed: {
    args: [],
    of: (seen) => withImportance(seen, (heads) => heads.filter(({ effect }) => effect <= 0).length),
  },
};

function riseOf({ lossBefore, lossAfter }: EffectSummary): number {
  return lossAfter - lossBefore;
}

function finite(found: number): Found {
  return Number.isFinite(found) ? found : undefined;
}

function withOff({ state }: Seen, of: (summary: EffectSummary) => number): Found {
  // What came with the page stands there before its model can be asked.
  if (isSavedRun(state)) return null;
  const how = ablationState(state);
  if (how === 'none' || how === 'failed') return undefined;
  const { effect, isFinal } = state.ablated;
  return effect !== null && isFinal && isEffectCurrent(state) ? finite(of(effect.summary)) : null;
}

function withFolded({ state }: Seen, layer: string | undefined, of: (summary: EffectSummary) => number): Found {
  if (isSavedRun(state)) return null;
  const layers = layer === 'all' ? foldedLayers(state) : [Number(layer)];
  if (!canShare(state) || state.costs.error !== null) return undefined;
  const cost = costOf(state, layers);
  return cost !== null && cost.run === state.run ? finite(of(cost.effect.summary)) : null;
}

const curves = new WeakMap<MeasureStudy, MeasuredCurve>();

/** A curve has a fact for each of its places, and is worked out once for all of them. */
function curveOf(study: MeasureStudy): MeasuredCurve {
  const known = curves.get(study) ?? measuredCurve(study, new Set([0]));
  curves.set(study, known);
  return known;
}

/** Of every head in turn on the sentence on screen, those of the stack on screen. */
function withImportance({ state }: Seen, of: (heads: Importance['heads']) => Found): Found {
  const study = studyOf(state, 'importance');
  if (study?.status !== 'done') return study?.status === 'failed' ? undefined : null;
  const { heads } = importanceOf(study, study.objective ?? objectiveOf(state));
  const kind = kindOnScreen(state);
  return of(heads.filter(({ head, effect }) => head.kind === kind && Number.isFinite(effect)));
}

function byEffect(heads: Importance['heads']): readonly string[] {
  return heads.toSorted((a, b) => b.effect - a.effect).map(({ head }) => formatHead(head));
}
