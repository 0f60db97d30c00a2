import type { AblationMode } from '../../core/ablation/ablation.ts';
import { MIN_TEXTS_TO_AGREE } from '../../core/ablation/judgeInteraction.ts';
import { counted } from '../../core/numberWords.ts';
import type { Interaction, InteractionRow } from '../../core/study/interaction.ts';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { preciseChange } from '../../views/parts/numbers.ts';
import { otherBasis } from '../shown/otherBasis.ts';
import { MODE_WORDS } from '../parts/modeWords.ts';
import type { Thing } from '../../core/runExtras.ts';
import type { MeasureStudy } from '../state/studies.ts';

/**
 * What of a measurement is no longer so: the mode is another, or the sentence on screen is; empty if both are the same.
 * `mode` and `text` are those now.
 */
export function staleWords({ plan, basis }: MeasureStudy, mode: AblationMode, text: string): string {
  const measured = plan.variants[0]?.mode ?? mode;
  const isOtherText = otherBasis(basis, text) !== null;
  return [
    measured === mode ? '' : `The mode is ${MODE_WORDS[mode].name} now.`,
    isOtherText ? `The ${basis.thing} has changed since.` : '',
  ]
    .filter((words) => words !== '')
    .join(' ');
}

/** Columns of the same: two heads by their names, in the unit of the measure, a row for each thing. */
export function interactionColumns(
  nameA: string,
  nameB: string,
  unit: string,
  thing: Thing,
): readonly DataColumn<InteractionRow>[] {
  const column = (id: string, title: string, valueOf: (row: InteractionRow) => number): DataColumn<InteractionRow> => ({
    id,
    title,
    unit,
    kind: 'number',
    value: valueOf,
    text: (row) => (Number.isFinite(valueOf(row)) ? preciseChange(valueOf(row)) : '–'),
  });
  return [
    { id: 'text', title: thing, kind: 'name', value: ({ text }) => text },
    column('a', `without ${nameA}`, ({ changes }) => changes[0]),
    column('b', `without ${nameB}`, ({ changes }) => changes[1]),
    column('both', 'without both', ({ changes }) => changes[2]),
    column('interaction', 'interaction', ({ value }) => value),
  ];
}

/** What follows, no more than was measured: on these texts, for this mode. */
export function interactionWords({ judged, nTexts }: Pick<Interaction, 'judged' | 'nTexts'>, thing: Thing): string {
  if (judged === null) return 'No loss can be taken here, and other measures do not add up: this cannot tell.';
  const where = nTexts === 1 ? `in this ${thing}` : `in these ${thing}s`;
  const told = thing === 'picture' ? 'the class is told' : 'the text is foretold';
  switch (judged.verdict) {
    case 'more':
      return `Without both more is lost ${where} than without each, added up, as where each does, at least in part, what the other does when it is gone.`;
    case 'spared':
      return `Without both ${told} no worse ${where}, though less well than the two gains, added up, would have it: neither is missed.`;
    case 'less':
      return `Without both less is lost ${where} than without each, added up, as where what one does goes through the other, or where they work against each other.`;
    case 'additive':
      return `Without both about as much is lost ${where} as without each, added up: no sign that either stands in for the other.`;
    case 'too-small':
      return `Too small to tell ${where}: whether one stands in for the other shows only where something is lost.`;
    case 'mixed':
      return `The ${thing}s disagree: in some more is lost without both than without each, added up, in others less.`;
  }
}

/** How far single sentences or pictures agree; empty for one. */
export function spreadWords({ judged, nTexts }: Pick<Interaction, 'judged' | 'nTexts'>, thing: Thing): string {
  if (judged === null || nTexts < 2 || !Number.isFinite(judged.low)) return '';
  const few = nTexts < MIN_TEXTS_TO_AGREE ? `; ${MIN_TEXTS_TO_AGREE} or more would say whether that is a rule` : '';
  return `${judged.nAgree} of ${counted(judged.nSigned, thing)} have its sign${few}`;
}
