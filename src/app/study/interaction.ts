import type { Ablation, AblationMode, TurnedHead } from '../../core/ablation/ablation.ts';
import { interaction } from '../../core/ablation/formulas.ts';
import { judgeInteraction, MIN_TEXTS_TO_AGREE } from '../../core/ablation/judgeInteraction.ts';
import type { JudgedInteraction, PairChanges } from '../../core/ablation/judgeInteraction.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { preciseChange } from '../../views/parts/numbers.ts';
import { MODE_WORDS } from '../parts/words.ts';
import { effectOf, measureOf, summariesOf } from '../shown/importance.ts';
import type { Measure } from '../shown/importance.ts';
import type { MeasureStudy } from '../state/studies.ts';

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
  readonly effects: PairChanges;
  /** Effect of both less the effects of each. */
  readonly value: number;
  /** What the same computation differs by when it is repeated, in the same quantity. */
  readonly noise: number;
  /** Null where there is no loss: KL and turns of single heads do not add up, so that nothing follows from their sum. */
  readonly judged: JudgedInteraction | null;
  readonly nTexts: number;
};

/**
 * What of a measurement is no longer so: the mode is another, or the sentence on screen is; empty if both are the same.
 * `mode` and `text` are those now.
 */
export function staleWords({ plan, basis }: MeasureStudy, mode: AblationMode, text: string): string {
  const measured = plan.variants[0]?.mode ?? mode;
  const isOtherText = basis.kind === 'sentence' && basis.texts[0] !== text;
  return [
    measured === mode ? '' : `The mode is ${MODE_WORDS[mode].name} now.`,
    isOtherText ? 'The sentence has changed since.' : '',
  ]
    .filter((words) => words !== '')
    .join(' ');
}

/** What the three measured variants say; null until all are there. */
export function interactionOf(study: MeasureStudy): Interaction | null {
  if (study.status !== 'done') return null;
  const summaries = summariesOf(study);
  const [a, b, both] = summaries;
  if (a === null || b === null || both === null || !a || !b || !both || study.floor === null) return null;
  const measure = measureOf(summaries, null);
  const effects = [effectOf(a, measure), effectOf(b, measure), effectOf(both, measure)] as const;
  const noise = { loss: study.floor.loss, kl: study.floor.meanKl, turn: study.floor.turn }[measure];
  const perText = changesOfTexts(study, measure);
  const judged = measure === 'loss' ? judgeInteraction(effects, perText, noise) : null;
  return { measure, effects, value: interaction(...effects), noise, judged, nTexts: perText.length };
}

/** The three changes of each text, in the quantity of the measure; NaN where a text was not measured, or has nothing scored. */
function changesOfTexts({ plan, results }: MeasureStudy, measure: Measure): readonly PairChanges[] {
  const change = (input: number, variant: number): number => {
    const found = results.find((one) => one.input === input && one.variant === variant);
    return found === undefined ? Number.NaN : effectOf(found.effect, measure);
  };
  return plan.inputs.map((_, input) => [change(input, 0), change(input, 1), change(input, 2)]);
}

/** What was measured of two heads on one text, or on all. */
type InteractionRow = { readonly text: string; readonly changes: PairChanges; readonly value: number };

/** All texts as one, and where there are several, each by itself. */
export function interactionRows(
  study: MeasureStudy,
  { effects, value, measure }: Interaction,
): readonly InteractionRow[] {
  const { texts } = study.basis;
  const [only = ''] = texts;
  if (texts.length === 1) return [{ text: only, changes: effects, value }];
  return [
    { text: `all ${texts.length} sentences`, changes: effects, value },
    ...changesOfTexts(study, measure).map((changes, index) => ({
      text: texts[index] ?? '',
      changes,
      value: interaction(...changes),
    })),
  ];
}

/** Columns of the same: two heads by their names, in the unit of the measure. */
export function interactionColumns(nameA: string, nameB: string, unit: string): readonly DataColumn<InteractionRow>[] {
  const column = (id: string, title: string, valueOf: (row: InteractionRow) => number): DataColumn<InteractionRow> => ({
    id,
    title,
    unit,
    kind: 'number',
    value: valueOf,
    text: (row) => (Number.isFinite(valueOf(row)) ? preciseChange(valueOf(row)) : '–'),
  });
  return [
    { id: 'text', title: 'sentence', kind: 'name', value: ({ text }) => text },
    column('a', `without ${nameA}`, ({ changes }) => changes[0]),
    column('b', `without ${nameB}`, ({ changes }) => changes[1]),
    column('both', 'without both', ({ changes }) => changes[2]),
    column('interaction', 'interaction', ({ value }) => value),
  ];
}

/** What follows, no more than was measured: on these texts, for this mode. */
export function interactionWords({ judged, nTexts }: Pick<Interaction, 'judged' | 'nTexts'>): string {
  if (judged === null) return 'No loss can be taken here, and other measures do not add up: this cannot tell.';
  const where = nTexts === 1 ? 'in this sentence' : 'in these sentences';
  switch (judged.verdict) {
    case 'more':
      return `Without both more is lost ${where} than without each, added up, as where each does, at least in part, what the other does when it is gone.`;
    case 'spared':
      return `Without both the text is foretold no worse ${where}, though less well than the two gains, added up, would have it: neither is missed.`;
    case 'less':
      return `Without both less is lost ${where} than without each, added up, as where what one does goes through the other, or where they work against each other.`;
    case 'additive':
      return `Without both about as much is lost ${where} as without each, added up: no sign that either stands in for the other.`;
    case 'too-small':
      return `Too small to tell ${where}: whether one stands in for the other shows only where something is lost.`;
    case 'mixed':
      return 'The sentences disagree: in some more is lost without both than without each, added up, in others less.';
  }
}

/** How far single sentences agree; empty for one. */
export function spreadWords({ judged, nTexts }: Pick<Interaction, 'judged' | 'nTexts'>): string {
  if (judged === null || nTexts < 2 || !Number.isFinite(judged.low)) return '';
  const few = nTexts < MIN_TEXTS_TO_AGREE ? `; ${MIN_TEXTS_TO_AGREE} or more would say whether that is a rule` : '';
  return `${judged.nAgree} of ${judged.nSigned} sentences have its sign${few}`;
}
