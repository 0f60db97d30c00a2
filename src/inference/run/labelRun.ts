import { createCrossContext } from '../../core/labels/cross/crossContext.ts';
import type { CrossContext } from '../../core/labels/cross/crossContext.ts';
import { labelCross } from '../../core/labels/cross/labelCross.ts';
import { createLabelContext } from '../../core/labels/runContext.ts';
import { labelHead } from '../../core/labels/labelHead.ts';
import type { PatternReport } from '../../core/labels/labelHead.ts';
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

/** A stack of self-attention, one query and one key for each token, or of cross-attention. */
export type LabelStack = {
  readonly kind: AttentionKind;
  readonly tokens: readonly Token[];
  /** Set for cross-attention: what its queries, the tokens, look at. */
  readonly across?: { readonly keyTokens: readonly Token[] } & Pick<CrossContext, 'isOrdered' | 'what'>;
  readonly isCausal: boolean;
  readonly layers: readonly LayerOutput[];
};

/** The stacks of a run that labels are made for: all but self-attention whose keys are not its tokens. `layers` are the run's, in its order. */
export function stacksToLabel(run: ModelRun, layers: readonly LayerOutput[]): readonly LabelStack[] {
  return run.attention.flatMap(({ kind, nQueries, nKeys }): LabelStack[] => {
    const stack = kind !== 'cross' && nQueries !== nKeys ? null : stackOf(run, kind);
    if (stack === null) return [];
    const { queryTokens, keyTokens, isCausal } = stack;
    const own = { kind, tokens: queryTokens, isCausal, layers: layers.filter((layer) => layer.kind === kind) };
    return [kind === 'cross' ? { ...own, across: { keyTokens, ...orderOf(run) } } : own];
  });
}

/** Patches have no order from a beginning to an end, and what looks at them are learned queries. */
function orderOf({ image, sound }: ModelRun): Pick<CrossContext, 'isOrdered' | 'what'> {
  return { isOrdered: image === null, ...(sound && { what: 'sound' }) };
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
  for (const stack of stacks) {
    const { kind, layers } = stack;
    const labelled = labellerOf(stack);
    for (const [layer, output] of layers.entries()) {
      const { nHeads, nQueries, nKeys } = shapeOf(output);
      for (let head = 0; head < nHeads; head++) {
        yield;
        const pattern = output.data.subarray(head * nQueries * nKeys, (head + 1) * nQueries * nKeys);
        reports.push({ kind, layer, head, ...labelled(pattern) });
      }
    }
  }
  return reports;
}

/** What is the same for every head of a stack is made once. */
function labellerOf({ tokens, across, isCausal }: LabelStack): (pattern: Float32Array) => PatternReport {
  if (across) {
    const context = createCrossContext(tokens, across.keyTokens, across);
    return (pattern) => labelCross(pattern, context);
  }
  const context = createLabelContext(tokens, isCausal);
  return (pattern) => labelHead(pattern, context);
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
