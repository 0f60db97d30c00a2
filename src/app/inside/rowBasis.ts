import type { RowBasis } from '../../core/inside/road.ts';
import type { ModelRun } from '../../core/run.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Stack } from '../../core/stack.ts';
import { patternOf } from '../../core/tensor.ts';

/** A stack with the run that it is of. */
export type OwnStack = Stack & { readonly run: ModelRun };

/** What one row of a head is worked out from besides its layer. */
export function rowBasis({ tensor, isCausal }: Stack, head: HeadRef, query: number): RowBasis {
  const { nKeys } = tensor;
  const weights = patternOf(tensor, head).subarray(query * nKeys, (query + 1) * nKeys);
  return { query, weights, isCausal };
}
