import type { Ablation, AblationMode, TurnedHead } from '../../core/ablation/ablation.ts';
import { interaction, isVisible } from '../../core/ablation/formulas.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { effectOf, measureOf, summariesOf } from './importance.ts';
import type { Measure } from './importance.ts';
import type { MeasureStudy } from './studies.ts';

/** What has to be measured to tell whether two heads stand in for one another: each off alone, and both. */
export function interactionVariants(
  mode: AblationMode,
  kind: AttentionKind | null,
  a: HeadRef,
  b: HeadRef,
): readonly Ablation[] {
  const off = ({ layer, head }: HeadRef): TurnedHead => ({ layer, head, kind, keep: 0 });
  return [
    { mode, heads: [off(a)] },
    { mode, heads: [off(b)] },
    { mode, heads: [off(a), off(b)] },
  ];
}

/** Whether a study is of these two heads, in either order. */
export function isOfPair({ plan }: MeasureStudy, kind: AttentionKind | null, a: HeadRef, b: HeadRef): boolean {
  const heads = plan.variants[2]?.heads ?? [];
  return heads.length === 2 && [a, b].every((one) => heads.some((head) => sameHead(head, one) && head.kind === kind));
}

/** The effects of two heads off alone and together. */
export type Interaction = {
  readonly measure: Measure;
  readonly effects: readonly [number, number, number];
  /** Effect of both less the effects of each. */
  readonly value: number;
  /** What the same computation differs by when it is repeated, in the same quantity. */
  readonly noise: number;
  readonly verdict: 'backup' | 'independent' | 'serial';
};

/** What the three measured variants say; null until all are there. */
export function interactionOf(study: MeasureStudy): Interaction | null {
  if (study.status !== 'done') return null;
  const summaries = summariesOf(study);
  const [a, b, both] = summaries;
  if (a === null || b === null || both === null || !a || !b || !both || study.floor === null) return null;
  const measure = measureOf(summaries);
  const effects = [effectOf(a, measure), effectOf(b, measure), effectOf(both, measure)] as const;
  const value = interaction(...effects);
  const noise = { loss: study.floor.loss, kl: study.floor.meanKl, turn: study.floor.turn }[measure];
  // A tenth of the larger effect is little to go by, however small the noise.
  const isSmall = !isVisible(value, noise) || Math.abs(value) < 0.1 * Math.max(...effects.map(Math.abs));
  return { measure, effects, value, noise, verdict: isSmall ? 'independent' : value > 0 ? 'backup' : 'serial' };
}

export const INTERACTION_WORDS: Readonly<Record<Interaction['verdict'], string>> = {
  backup:
    'Without both more is lost than without each, added up: each does, at least in part, what the other does when it is gone.',
  independent: 'Without both about as much is lost as without each, added up: neither stands in for the other.',
  serial:
    'Without both less is lost than without each, added up: what one does goes through the other, or they work against each other.',
};
