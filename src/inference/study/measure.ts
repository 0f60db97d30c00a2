import { AppError } from '../../core/errors.ts';
import { groundOf } from '../ablate/ground.ts';
import { planInterventions } from '../ablate/planInterventions.ts';
import type { Interventions } from '../runtime/interventions.ts';
import type { InputLabels } from '../../core/study/labelsOver.ts';
import type { Measured, NoiseFloor, Refused } from '../../core/study/results.ts';
import type { MeasurePlan } from '../protocol.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { labelRun } from '../run/labelRun.ts';
import { repeatAlone, setUpBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { NO_NOISE, raiseFloor } from './noiseFloor.ts';
import type { StudyTools } from './studyTools.ts';
import { AS_IS, sweep } from './sweep.ts';

/** How far a study is, after each step. */
export type MeasureStep = {
  readonly results: readonly Measured[];
  readonly refused: readonly Refused[];
  readonly labels: readonly InputLabels[];
  readonly nDone: number;
  readonly nTotal: number;
  readonly floor: NoiseFloor;
  /** Variants that went through the model together. */
  readonly batch: number;
};

/**
 * Measures each variant on each input against the model as it is, input by input, in batches; `tell` hears of each step.
 * A variant that cannot be made on an input, as a label without a target there, counts as done and is told as refused.
 * Throws AppError as runs and `planInterventions` do, the latter if no variant could be made at all.
 */
export async function measure(
  model: RunnableModel,
  { inputs, variants }: MeasurePlan,
  tools: StudyTools,
  tell: (step: MeasureStep) => void,
): Promise<void> {
  const nTotal = inputs.length * variants.length;
  let floor = NO_NOISE;
  let nDone = 0;
  let nMeasured = 0;
  let refusal: AppError | null = null;
  let refused: Refused[] = [];
  // Heads that are measured one by one stand in a list with their labels.
  const isLabelled = inputs.length > 1 && variants.every(({ heads }) => heads.length === 1);
  for (const [input, each] of inputs.entries()) {
    const bench = await setUpBench(model, each, tools);
    if (input === 0) floor = raiseFloor(floor, await repeatAlone(model, bench, tools.turn));
    let labels = isLabelled ? [await labelsOf(input, bench, tools.turn)] : [];
    const means = variants.some(({ mode }) => mode === 'mean') ? await tools.meansFor(bench.subject) : null;
    const planFor = (variant: number): Interventions | null => {
      const ablation = variants[variant];
      if (!ablation) return null;
      try {
        return planInterventions(ablation, groundOf(model, bench.subject, ablation.labels, means));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refusal = error;
        refused.push({ input, variant, why: error.detail });
        return null;
      }
    };
    for await (const { summaries, nOver, batch } of sweep(model, bench, variants.length, planFor)) {
      const results = summaries.flatMap(({ variant, effect }): Measured[] => {
        if (variant !== AS_IS) return [{ input, variant, effect }];
        floor = raiseFloor(floor, effect);
        return [];
      });
      nDone += nOver;
      nMeasured += results.length;
      tell({ results, refused, labels, nDone, nTotal, floor, batch });
      refused = [];
      labels = [];
      await tools.turn();
    }
  }
  if (refusal && nMeasured === 0) throw refusal;
}

/** The strongest label of every head on an input. */
async function labelsOf(input: number, { stacks }: Bench, turn: StudyTools['turn']): Promise<InputLabels> {
  const reports = await labelRun(stacks, turn);
  return { input, heads: reports.map(({ kind, layer, head, strongest }) => ({ kind, layer, head, label: strongest })) };
}
