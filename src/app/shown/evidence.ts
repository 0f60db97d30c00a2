import { createCrossContext } from '../../core/labels/cross/crossContext.ts';
import type { CrossContext } from '../../core/labels/cross/crossContext.ts';
import { crossEvidenceOf } from '../../core/labels/cross/crossEvidence.ts';
import { createEvidenceContext } from '../../core/labels/runContext.ts';
import type { EvidenceContext } from '../../core/labels/context.ts';
import { evidenceOf } from '../../core/labels/evidence.ts';
import type { Evidence } from '../../core/labels/evidence.ts';
import type { HeadReport, LabelId, LabelScore } from '../../core/labels/report.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Stack } from '../../core/stack.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { Mark } from '../../views/AttentionMatrix/marks.ts';
import type { Link } from '../../core/links.ts';

const contexts = new WeakMap<AttentionTensor, EvidenceContext>();

/** The facts of a stack's tokens that evidence is found by; made once a stack. */
function contextOf({ tensor, queryTokens, isCausal }: Stack): EvidenceContext {
  const known = contexts.get(tensor) ?? createEvidenceContext(queryTokens, isCausal);
  contexts.set(tensor, known);
  return known;
}

const crossContexts = new WeakMap<AttentionTensor, CrossContext>();

/** The same of two sequences. */
function crossContextOf({ tensor, queryTokens, keyTokens }: Stack): CrossContext {
  const known = crossContexts.get(tensor) ?? createCrossContext(queryTokens, keyTokens, { isOrdered: true });
  crossContexts.set(tensor, known);
  return known;
}

const found = new WeakMap<LabelScore, Evidence>();

/** The evidence for one label of one head of the run on screen; looked for once, however many parts of the page show it. */
function evidenceFor(score: LabelScore, stack: Stack, pattern: Float32Array): Evidence {
  const known =
    found.get(score) ??
    (stack.tensor.kind === 'cross'
      ? crossEvidenceOf(score, crossContextOf(stack), pattern)
      : evidenceOf(score, contextOf(stack), pattern));
  found.set(score, known);
  return known;
}

export function reportOf(reports: readonly HeadReport[] | null, head: HeadRef): HeadReport | null {
  return reports?.find((report) => sameHead(report, head)) ?? null;
}

/** The far cells that carry a head's long-range label, as links between tokens; none if it has no such label. */
export function farLinks(stack: Stack, report: HeadReport | null, pattern: Float32Array): readonly Link[] {
  const far = report?.labels.find((score) => score.label === 'long_range' && score.status === 'assigned');
  if (far === undefined) return [];
  const evidence = evidenceFor(far, stack, pattern);
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
  const evidence = evidenceFor(score, stack, pattern);
  return evidence.kind === 'none' ? [] : [evidence];
}
