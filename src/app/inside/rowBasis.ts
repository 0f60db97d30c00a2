import type { Ablation } from '../../core/ablation/ablation.ts';
import type { RowBasis } from '../../core/inside/road.ts';
import type { ModelRun } from '../../core/run.ts';
import type { HeadRef } from '../../core/selection.ts';
import { stackOf } from '../../core/stack.ts';
import type { Stack } from '../../core/stack.ts';
import { patternOf } from '../../core/tensor.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { AblatedRun } from '../../core/ablation/ablatedRun.ts';

/** A stack with the run that it is of, and what is turned down in it: patterns are those that its heads make then. */
export type OwnStack = Stack & { readonly run: ModelRun; readonly off: Ablation | null };

/** The stack of a run that is looked into; `ablated` is what came of turning heads down in it. */
export function ownStack(
  run: ModelRun | null,
  kind: AttentionKind | null,
  ablated: AblatedRun | null,
): OwnStack | null {
  const stack = run === null ? null : stackOf(run, kind);
  if (run === null || stack === null) return null;
  const tensor = ablated?.attention.find((one) => one.kind === stack.tensor.kind);
  const isOfIt = tensor !== undefined && tensor.data.length === stack.tensor.data.length;
  return isOfIt && ablated !== null ? { ...stack, tensor, run, off: ablated.ablation } : { ...stack, run, off: null };
}

/** What one row of a head is worked out from besides its layer. */
export function rowBasis({ tensor, isCausal }: Stack, head: HeadRef, query: number): RowBasis {
  const { nKeys } = tensor;
  const weights = patternOf(tensor, head).subarray(query * nKeys, (query + 1) * nKeys);
  return { query, weights, isCausal };
}

/** As a part of a question: of which run it is asked. */
export function ofRun(off: Ablation | null): { readonly off?: Ablation } {
  return off === null ? {} : { off };
}
