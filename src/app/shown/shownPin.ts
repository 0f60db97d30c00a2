import type { LabelId } from '../../core/labels/report.ts';
import type { Piece } from '../../core/patchAxes.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { patternOf } from '../../core/tensor.ts';
import type { Mark } from '../../views/AttentionMatrix/marks.ts';
import type { HeadTag } from '../../views/parts/headTag.ts';
import { marksOf, reportOf } from './evidence.ts';
import { headTags } from './headTags.ts';
import type { ShownStack } from './useStack.ts';

/** What a pinned head is called beside its name; undefined while its label is on its way. */
export function pinTag({ reports }: Pick<ShownStack, 'reports'>, head: HeadRef, piece: Piece): HeadTag | undefined {
  return reports === null ? undefined : headTags(reports, piece).get(formatHead(head));
}

/** The evidence drawn on a pinned head that the stack has: for one label, by default its strongest. */
export function pinMarks(stack: ShownStack, head: HeadRef, label: LabelId | null): readonly Mark[] {
  if (stack.fresh === null) return NO_MARKS;
  return marksOf(stack, reportOf(stack.fresh, head), label, patternOf(stack.tensor, head));
}

export const NO_MARKS: readonly Mark[] = [];
