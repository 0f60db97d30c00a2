import { createLabelContext } from '../core/labels/context.ts';
import type { LabelContext } from '../core/labels/context.ts';
import { evidenceOf } from '../core/labels/evidence.ts';
import type { HeadReport, LabelId } from '../core/labels/report.ts';
import { sameHead } from '../core/selection.ts';
import type { HeadRef } from '../core/selection.ts';
import type { Stack } from '../core/stack.ts';
import type { AttentionTensor } from '../core/tensor.ts';
import type { Mark } from '../views/AttentionMatrix/marks.ts';
import type { Arc } from '../views/behaviors/arcLayer.ts';

const contexts = new WeakMap<AttentionTensor, LabelContext>();

/** The facts of a stack's tokens that labels and their evidence are judged by; made once a stack. */
function contextOf({ tensor, queryTokens, isCausal }: Stack): LabelContext {
  const known = contexts.get(tensor) ?? createLabelContext(queryTokens, isCausal);
  contexts.set(tensor, known);
  return known;
}

export function reportOf(reports: readonly HeadReport[] | null, head: HeadRef): HeadReport | null {
  return reports?.find((report) => sameHead(report, head)) ?? null;
}

/** The far cells that carry a head's long-range label, as links between tokens; none if it has no such label. */
export function farLinks(stack: Stack, report: HeadReport | null, pattern: Float32Array): readonly Arc[] {
  const far = report?.labels.find((score) => score.label === 'long_range' && score.status === 'assigned');
  if (far === undefined) return [];
  const evidence = evidenceOf(far, contextOf(stack), pattern);
  return evidence.kind === 'cells' ? evidence.cells : [];
}

/** What is drawn on a head's heatmap for one label (by default its strongest). */
export function marksOf(
  stack: Stack,
  report: HeadReport | null,
  label: LabelId | null,
  pattern: Float32Array,
): readonly Mark[] {
  const score = report?.labels.find((one) => one.label === (label ?? report.strongest));
  if (score === undefined) return [];
  const evidence = evidenceOf(score, contextOf(stack), pattern);
  return evidence.kind === 'none' ? [] : [evidence];
}
