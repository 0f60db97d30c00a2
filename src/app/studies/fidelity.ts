import type { Ablation, TurnedHead } from '../../core/ablation/ablation.ts';
import { fidelity } from '../../core/ablation/formulas.ts';
import { headKey } from '../../core/ablation/turning.ts';
import type { LabelId } from '../../core/labels/report.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { summariesOf } from './importance.ts';
import type { MeasureStudy } from './studies.ts';

/** What has to be measured to tell whether a label says all that a head does: the head off, and the head as its label has it. */
export function fidelityVariants(head: TurnedHead, label: LabelId): readonly Ablation[] {
  return [
    { mode: 'mean', heads: [head] },
    { mode: 'ideal', heads: [head], labels: { [headKey(head.kind, head)]: label } },
  ];
}

/** The label that a study is of, if it is of this head; else null. */
export function labelOfStudy({ plan }: MeasureStudy, head: HeadRef, kind: AttentionKind | null): LabelId | null {
  const ideal = plan.variants[1];
  const [one] = ideal?.heads ?? [];
  if (one === undefined || !sameHead(one, head) || one.kind !== kind) return null;
  return ideal?.labels?.[headKey(kind, head)] ?? null;
}

/** How much of a head's effect its label explains. `value` is null where the head has too little effect to tell. */
export type Fidelity = {
  readonly klMean: number;
  readonly klIdeal: number;
  readonly value: number | null;
};

/** What the two measured variants say; null until both are there, or where the model has no predictions to compare. */
export function fidelityOf(study: MeasureStudy): Fidelity | null {
  const [mean, ideal] = summariesOf(study);
  if (!mean || !ideal || study.floor === null || study.status !== 'done') return null;
  const { meanKl } = study.floor;
  if (mean.nPositions > 0)
    return { klMean: mean.meanKl, klIdeal: ideal.meanKl, value: fidelity(mean.meanKl, ideal.meanKl, meanKl) };
  const [klMean, klIdeal] = [mean.meanTurn, ideal.meanTurn];
  return { klMean, klIdeal, value: fidelity(klMean, klIdeal, study.floor.turn) };
}

/** The share in words. */
export function fidelityWords({ value }: Fidelity, label: string): string {
  if (value === null) return 'Too small to tell: without the head hardly anything changes.';
  if (value >= 0.9) return `Yes: “${label}” alone does nearly all that the head does here.`;
  if (value >= 0.5) return `For the most part: “${label}” alone does more than half of what the head does here.`;
  if (value > 0) return `Hardly: most of what the model uses of this head is not in “${label}”.`;
  return `No: with “${label}” alone the model fares no better than without the head.`;
}
