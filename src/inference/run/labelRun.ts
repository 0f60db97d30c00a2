import { createLabelContext } from '../../core/labels/runContext.ts';
import { labelHead } from '../../core/labels/labelHead.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import type { Slices } from '../../core/slices.ts';
import { stackOf } from '../../core/stack.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { Token } from '../../core/tokens.ts';
import { errorInfo } from '../door/errorInfo.ts';
import { inTurns } from '../door/inTurns.ts';
import { shapeOf } from './pack.ts';
import type { LayerOutput } from './pack.ts';
import type { Reply } from '../protocol.ts';
import type { Job } from '../door/queue.ts';

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

/** Labels the heads of all stacks, by stack, layer, then head; rejects as `turn` does, which it calls at first and between heads. */
export async function labelRun(
  stacks: readonly LabelStack[],
  turn: () => Promise<void>,
): Promise<readonly HeadReport[]> {
  await turn();
  return inTurns(labelHeadsOf(stacks), turn, TURN_MS);
}

/**
 * Reads the arrays as the runtime gave them, because the packed ones are on their way to the screen. Layers count from 0
 * in each stack, whatever their numbers in the model.
 * Shape: layers of [head, query, key].
 */
function* labelHeadsOf(stacks: readonly LabelStack[]): Slices<readonly HeadReport[]> {
  const reports: HeadReport[] = [];
  for (const { kind, tokens, isCausal, layers } of stacks) {
    const context = createLabelContext(tokens, isCausal);
    for (const [layer, output] of layers.entries()) {
      const { nHeads, nQueries, nKeys } = shapeOf(output);
      for (let head = 0; head < nHeads; head++) {
        yield;
        const pattern = output.data.subarray(head * nQueries * nKeys, (head + 1) * nQueries * nKeys);
        reports.push({ kind, layer, head, ...labelHead(pattern, context) });
      }
    }
  }
  return reports;
}

/** The job that labels a run and posts the reply; it never throws, and says nothing more once it is aborted. */
export function answerLabels(runId: number, stacks: readonly LabelStack[], post: (reply: Reply) => void): Job {
  return async (signal, turn) => {
    try {
      const reports = await labelRun(stacks, turn);
      if (!signal.aborted) post({ type: 'labelled', runId, reports });
    } catch (error) {
      // Whatever it was, the picture is there, and only the labels are not.
      const { detail } = errorInfo(error, 'label-failed');
      if (!signal.aborted) post({ type: 'label-failed', runId, error: { code: 'label-failed', detail } });
    }
  };
}
