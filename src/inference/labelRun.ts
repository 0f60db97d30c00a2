import { createLabelContext } from '../core/labels/context.ts';
import { labelHead } from '../core/labels/labelHead.ts';
import type { HeadReport } from '../core/labels/report.ts';
import type { ModelRun } from '../core/run.ts';
import { stackOf } from '../core/stack.ts';
import type { AttentionKind } from '../core/tensor.ts';
import type { Token } from '../core/tokens.ts';
import { nextTask } from './nextTask.ts';
import { shapeOf } from './pack.ts';
import type { LayerOutput } from './pack.ts';

/** A stack of self-attention: one query and one key for each token. */
export type LabelStack = {
  readonly kind: AttentionKind;
  readonly tokens: readonly Token[];
  readonly isCausal: boolean;
  readonly layers: readonly LayerOutput[];
};

/** The stacks of a run that labels are made for: those of self-attention. `layers` are the run's, in its order. */
export function stacksToLabel(run: ModelRun, layers: readonly LayerOutput[]): readonly LabelStack[] {
  return run.attention.flatMap(({ kind, nQueries, nKeys }): LabelStack[] => {
    const stack = kind === 'cross' || nQueries !== nKeys ? null : stackOf(run, kind);
    const ofKind = layers.filter((layer) => layer.kind === kind);
    return stack ? [{ kind, tokens: stack.queryTokens, isCausal: stack.isCausal, layers: ofKind }] : [];
  });
}

/** How long labelling may keep the worker deaf, in milliseconds. */
const TURN_MS = 30;

/**
 * Labels the heads of all stacks, by stack, layer, then head; null if a newer request came meanwhile.
 * Reads the arrays as the runtime gave them, because the packed ones are on their way to the screen. Layers count from 0
 * in each stack, whatever their numbers in the model.
 * Shape: layers of [head, query, key].
 */
export async function labelRun(
  stacks: readonly LabelStack[],
  signal: AbortSignal,
): Promise<readonly HeadReport[] | null> {
  const reports: HeadReport[] = [];
  let turnStart = -Infinity;
  for (const { kind, tokens, isCausal, layers } of stacks) {
    const context = createLabelContext(tokens, isCausal);
    for (const [layer, output] of layers.entries()) {
      const { nHeads, nQueries, nKeys } = shapeOf(output);
      for (let head = 0; head < nHeads; head++) {
        if (performance.now() - turnStart > TURN_MS) {
          await nextTask();
          if (signal.aborted) return null;
          turnStart = performance.now();
        }
        const pattern = output.data.subarray(head * nQueries * nKeys, (head + 1) * nQueries * nKeys);
        reports.push({ kind, layer, head, ...labelHead(pattern, context) });
      }
    }
  }
  return reports;
}
