import type { Ablation } from '../../core/ablation/ablation.ts';
import type { EffectSummary } from '../../core/effect/effect.ts';
import type { MeasureStudy } from '../state/studies.ts';

const ZERO: EffectSummary = {
  lossBefore: 2,
  lossAfter: 2,
  nScored: 4,
  meanKl: 0,
  maxKl: 0,
  worst: 0,
  nPositions: 5,
  nFlips: 0,
  meanTurn: Number.NaN,
};

/** A summary of a causal model with the given differences from "nothing changed". */
export function makeSummary(change: Partial<EffectSummary> = {}): EffectSummary {
  return { ...ZERO, ...change };
}

/** A finished study: `results[variant]` holds one summary for each input, null where there is none. */
export function makeStudy(
  variants: readonly Ablation[],
  results: readonly (readonly (EffectSummary | null)[])[],
  change: Partial<MeasureStudy> = {},
): MeasureStudy {
  const nInputs = results[0]?.length ?? 0;
  return {
    purpose: 'importance',
    studyId: 1,
    basis: { kind: 'list', texts: Array.from({ length: nInputs }, (_, i) => `text ${i}`) },
    status: 'done',
    nDone: variants.length * nInputs,
    nTotal: variants.length * nInputs,
    error: null,
    plan: { inputs: Array.from({ length: nInputs }, () => ({ kind: 'nothing' as const })), variants },
    results: results.flatMap((list, variant) =>
      list.flatMap((effect, input) => (effect === null ? [] : [{ variant, input, effect }])),
    ),
    refused: [],
    floor: { meanKl: 1e-4, loss: 1e-3, turn: 1e-5 },
    batch: 1,
    ...change,
  };
}
