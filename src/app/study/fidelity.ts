import type { Ablation, TurnedHead } from '../../core/ablation/ablation.ts';
import { fidelity, LITTLE, sizeOfEffect } from '../../core/ablation/formulas.ts';
import { headKey } from '../../core/ablation/turning.ts';
import type { LabelId } from '../../core/labels/report.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { summariesOf } from '../shown/importance.ts';
import type { MeasureStudy } from '../state/studies.ts';

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
export function fidelityOf(study: MeasureStudy): Fidelity | null {
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
  tried: readonly MeasureStudy[],
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

/** The share in words. */
export function fidelityWords({ value, size, measure }: Fidelity, label: string): string {
  if (size === 'little')
    return `Little to explain: without the head next to nothing changes here (${LITTLE_WORDS[measure]}).`;
  if (value === null) return 'Too small to tell: without the head nothing changes that stands out from noise.';
  if (value >= 0.9) return `Yes: “${label}” alone does nearly all that the head does here.`;
  if (value >= 0.5) return `For the most part: “${label}” alone does more than half of what the head does here.`;
  if (value > 0) return `Hardly: most of what the model uses of this head is not in “${label}”.`;
  return `No: with “${label}” alone the model fares no better than without the head.`;
}

const LITTLE_WORDS = {
  kl: `a mean KL below ${LITTLE.kl} nats`,
  turn: 'the outputs turn by less than one degree',
} as const;
