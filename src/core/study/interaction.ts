import type { Ablation, AblationMode, TurnedHead } from '../ablation/ablation.ts';
import { interaction } from '../ablation/formulas.ts';
import { judgeInteraction } from '../ablation/judgeInteraction.ts';
import type { JudgedInteraction, PairChanges } from '../ablation/judgeInteraction.ts';
import { sameHead } from '../selection.ts';
import type { HeadRef } from '../selection.ts';
import type { AttentionKind } from '../tensor.ts';
import { effectOf, measureOf, summariesOf } from './importance.ts';
import type { Measure } from './importance.ts';
import type { NamedAnswers, NoisyAnswers, StudyAnswers } from './results.ts';

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
export function isOfPair({ plan }: StudyAnswers, kind: AttentionKind | null, a: HeadRef, b: HeadRef): boolean {
  const heads = plan.variants[2]?.heads ?? [];
  return heads.length === 2 && [a, b].every((one) => heads.some((head) => sameHead(head, one) && head.kind === kind));
}

/** The effects of two heads off alone and together. */
export type Interaction = {
  readonly measure: Measure;
  readonly effects: PairChanges;
  /** Effect of both less the effects of each. */
  readonly value: number;
  /** What the same computation differs by when it is repeated, in the same quantity. */
  readonly noise: number;
  /** Null where there is no loss: KL and turns of single heads do not add up, so that nothing follows from their sum. */
  readonly judged: JudgedInteraction | null;
  readonly nTexts: number;
};

/** What the three measured variants say; null until all are there. */
export function interactionOf(study: NoisyAnswers): Interaction | null {
  if (study.status !== 'done') return null;
  const summaries = summariesOf(study);
  const [a, b, both] = summaries;
  if (a === null || b === null || both === null || !a || !b || !both || study.floor === null) return null;
  const measure = measureOf(summaries, null);
  const effects = [effectOf(a, measure), effectOf(b, measure), effectOf(both, measure)] as const;
  const { loss, meanKl, turn } = study.floor;
  // Accuracy is what a person may ask for instead, and is not asked for here.
  const noise = { loss, 'class-loss': loss, accuracy: 0, kl: meanKl, turn }[measure];
  const perText = changesOfTexts(study, measure);
  const judged = measure === 'loss' || measure === 'class-loss' ? judgeInteraction(effects, perText, noise) : null;
  return { measure, effects, value: interaction(...effects), noise, judged, nTexts: perText.length };
}

/** The three changes of each text, in the quantity of the measure; NaN where a text was not measured, or has nothing scored. */
function changesOfTexts({ plan, results }: StudyAnswers, measure: Measure): readonly PairChanges[] {
  const change = (input: number, variant: number): number => {
    const found = results.find((one) => one.input === input && one.variant === variant);
    return found === undefined ? Number.NaN : effectOf(found.effect, measure);
  };
  return plan.inputs.map((_, input) => [change(input, 0), change(input, 1), change(input, 2)]);
}

/** What was measured of two heads on one text, or on all. */
export type InteractionRow = { readonly text: string; readonly changes: PairChanges; readonly value: number };

/** All texts as one, called `all`, and where there are several, each by itself. */
export function interactionRows(
  study: NamedAnswers,
  { effects, value, measure }: Interaction,
  all: string,
): readonly InteractionRow[] {
  const { texts } = study.basis;
  const [only = ''] = texts;
  if (texts.length === 1) return [{ text: only, changes: effects, value }];
  return [
    { text: all, changes: effects, value },
    ...changesOfTexts(study, measure).map((changes, index) => ({
      text: texts[index] ?? '',
      changes,
      value: interaction(...changes),
    })),
  ];
}
