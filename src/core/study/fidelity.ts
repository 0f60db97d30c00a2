import type { Ablation, TurnedHead } from '../ablation/ablation.ts';
import { fidelity, LITTLE, sizeOfEffect } from '../ablation/formulas.ts';
import { headKey } from '../ablation/turning.ts';
import type { LabelId } from '../labels/report.ts';
import { sameHead } from '../selection.ts';
import type { HeadRef } from '../selection.ts';
import type { AttentionKind } from '../tensor.ts';
import { summariesOf } from './importance.ts';
import type { NamedAnswers, NoisyAnswers, StudyAnswers } from './results.ts';

/** What has to be measured to tell whether a label says all that a head does: the head off, and the head as its label has it. */
export function fidelityVariants(head: TurnedHead, label: LabelId): readonly Ablation[] {
  return [
    { mode: 'mean', heads: [head] },
    { mode: 'ideal', heads: [head], labels: { [headKey(head.kind, head)]: label } },
  ];
}

/** The label that a study is of, if it is of this head; else null. */
export function labelOfStudy({ plan }: StudyAnswers, head: HeadRef, kind: AttentionKind | null): LabelId | null {
  const ideal = plan.variants[1];
  const [one] = ideal?.heads ?? [];
  if (one === undefined || !sameHead(one, head) || one.kind !== kind) return null;
  return ideal?.labels?.[headKey(kind, head)] ?? null;
}

/** How much of a head's effect its label explains. `value` is null where the head has too little effect to explain. */
export type Fidelity = {
  /** What both effects are told by: mean KL in nats, or the mean turn of the outputs where there is no language head. */
  readonly measure: 'kl' | 'turn';
  readonly mean: number;
  readonly ideal: number;
  readonly size: 'noise' | 'little' | 'enough';
  readonly value: number | null;
};

/** What the two measured variants say; null until both are there, or where the model has no predictions to compare. */
export function fidelityOf(study: NoisyAnswers): Fidelity | null {
  const [mean, ideal] = summariesOf(study);
  if (!mean || !ideal || study.floor === null || study.status !== 'done') return null;
  const { meanKl, turn } = study.floor;
  return mean.nPositions > 0
    ? judged('kl', mean.meanKl, ideal.meanKl, meanKl)
    : judged('turn', mean.meanTurn, ideal.meanTurn, turn);
}

function judged(measure: 'kl' | 'turn', mean: number, ideal: number, floor: number): Fidelity {
  const little = LITTLE[measure];
  return {
    measure,
    mean,
    ideal,
    size: sizeOfEffect(mean, floor, little),
    value: fidelity(mean, ideal, floor, little),
  };
}

/** One label that was tried, in numbers. */
export type FidelityRow = Fidelity & {
  readonly name: string;
  readonly label: LabelId;
  /** Noise of the same measure. */
  readonly floor: number;
  readonly text: string;
};

/** The labels that were tried, in the order of trying; those that describe no pattern on their sentence are left out. */
export function fidelityRows(
  tried: readonly NamedAnswers[],
  nameOf: (head: TurnedHead) => string,
): readonly FidelityRow[] {
  return tried.flatMap((study) => {
    const [head] = study.plan.variants[1]?.heads ?? [];
    const found = fidelityOf(study);
    if (head === undefined || found === null || study.floor === null) return [];
    const label = labelOfStudy(study, head, head.kind);
    const { meanKl, turn } = study.floor;
    const floor = found.measure === 'kl' ? meanKl : turn;
    return label === null ? [] : [{ ...found, name: nameOf(head), label, floor, text: study.basis.texts[0] ?? '' }];
  });
}
