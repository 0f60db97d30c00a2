import type { Ablation } from '../../ablation/ablation.ts';
import type { EffectSummary } from '../../effect/effect.ts';
import type { NamedAnswers } from '../results.ts';

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

/** Answers that are all there: `results[variant]` holds one summary for each input, null where there is none. */
export function makeAnswers(
  variants: readonly Ablation[],
  results: readonly (readonly (EffectSummary | null)[])[],
): NamedAnswers {
  const inputs = Array.from(results[0] ?? [], (_, input) => input);
  return {
    plan: { inputs, variants },
    basis: { texts: inputs.map((input) => `text ${input}`) },
    status: 'done',
    results: results.flatMap((list, variant) =>
      list.flatMap((effect, input) => (effect === null ? [] : [{ variant, input, effect }])),
    ),
    refused: [],
    floor: { meanKl: 1e-4, loss: 1e-3, turn: 1e-5 },
  };
}
