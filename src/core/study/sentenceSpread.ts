import type { EffectSummary } from '../effect/effect.ts';
import { spreadOf } from '../stats/spread.ts';
import type { Spread } from '../stats/spread.ts';
import type { StudyAnswers } from './results.ts';

/** How an effect differs from sentence to sentence. */
export type SentenceSpread = Spread & {
  /** Ranks among all variants of a sentence, 1 for the largest effect: the first and the last it has; 0 without any. */
  readonly firstRank: number;
  readonly lastRank: number;
};

/** The spread of each variant's effect over the inputs that a study rests on. */
export function sentenceSpreads(
  { plan, results }: StudyAnswers,
  inputs: ReadonlySet<number>,
  effectOf: (summary: EffectSummary) => number,
): readonly SentenceSpread[] {
  const effects: number[][] = plan.variants.map(() => []);
  const ranks: number[][] = plan.variants.map(() => []);
  const byInput = new Map<number, { readonly variant: number; readonly effect: number }[]>();
  for (const { input, variant, effect: summary } of results) {
    const effect = effectOf(summary);
    if (!inputs.has(input) || !Number.isFinite(effect)) continue;
    effects[variant]?.push(effect);
    const found = byInput.get(input);
    if (found === undefined) byInput.set(input, [{ variant, effect }]);
    else found.push({ variant, effect });
  }
  for (const found of byInput.values()) {
    const rankOf = new Map<number, number>();
    for (const [index, effect] of found
      .map((one) => one.effect)
      .toSorted((a, b) => b - a)
      .entries())
      if (!rankOf.has(effect)) rankOf.set(effect, 1 + index);
    for (const { variant, effect } of found) ranks[variant]?.push(rankOf.get(effect) ?? 0);
  }
  return effects.map((list, variant) => {
    const own = ranks[variant] ?? [];
    return {
      ...spreadOf(list),
      firstRank: own.length === 0 ? 0 : Math.min(...own),
      lastRank: Math.max(0, ...own),
    };
  });
}
