import type { LabelId } from '../labels/report.ts';
import { sameHead } from '../selection.ts';
import type { HeadRef } from '../selection.ts';
import type { AttentionKind } from '../tensor.ts';

/** The strongest label of each head on one input of a study; null where the text is too short for one. */
export type InputLabels = {
  readonly input: number;
  readonly heads: readonly (HeadRef & { readonly kind: AttentionKind; readonly label: LabelId | null })[];
};

/** A head's label over several inputs: the one that it has most often, on `count` of `nInputs`. */
type LabelOver = { readonly label: LabelId | null; readonly count: number; readonly nInputs: number };

/**
 * The label of one head over those inputs that count; of two that are as frequent the one met first. Null where no input is labelled.
 */
export function labelOver(
  labels: readonly InputLabels[],
  inputs: ReadonlySet<number>,
  kind: AttentionKind,
  head: HeadRef,
): LabelOver | null {
  const counts = new Map<LabelId | null, number>();
  let nInputs = 0;
  for (const { input, heads } of labels) {
    const found = inputs.has(input) ? heads.find((one) => one.kind === kind && sameHead(one, head)) : undefined;
    if (found === undefined) continue;
    nInputs += 1;
    counts.set(found.label, (counts.get(found.label) ?? 0) + 1);
  }
  let best: LabelOver | null = null;
  for (const [label, count] of counts) if (count > (best?.count ?? 0)) best = { label, count, nInputs };
  return best;
}
