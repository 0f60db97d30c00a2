import type { Ablation } from '../../core/ablation/ablation.ts';
import type { EffectSummary } from '../../core/effect/effect.ts';
import { makeAnswers } from '../../core/study/testing/studies.ts';
import type { MeasureStudy } from '../state/studies.ts';

/** A finished study: `results[variant]` holds one summary for each input, null where there is none. */
export function makeStudy(
  variants: readonly Ablation[],
  results: readonly (readonly (EffectSummary | null)[])[],
  change: Partial<MeasureStudy> = {},
): MeasureStudy {
  const answers = makeAnswers(variants, results);
  const { length } = answers.plan.inputs;
  return {
    ...answers,
    purpose: 'importance',
    studyId: 1,
    basis: { kind: 'list', texts: answers.basis.texts, thing: 'sentence' },
    nDone: variants.length * length,
    nTotal: variants.length * length,
    error: null,
    plan: { inputs: Array.from({ length }, () => ({ kind: 'nothing' as const })), variants },
    batch: 1,
    ...change,
  };
}
