import { compareHeadsInSlices, crossContext } from '../../core/alike/compareHeads.ts';
import type { ComparedRegions } from '../../core/alike/compareHeads.ts';
import type { HeadComparison } from '../../core/alike/comparison.ts';
import { createLabelContext } from '../../core/labels/context.ts';
import { stackOf } from '../../core/stack.ts';
import type { Stack } from '../../core/stack.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { inTurns } from '../inTurns.ts';
import { packLayers } from '../pack.ts';
import type { InputRun } from '../runInput.ts';

export type StackComparison = { readonly kind: AttentionKind; readonly comparison: HeadComparison };

/**
 * How alike the heads of each stack of a run look; a stack with keys that are no tokens of the text has none.
 * Reads the layers as the runtime gave them; `turn` is called every now and then, and where it rejects so does this.
 */
export async function compareRun({ run, shown }: InputRun, turn: () => Promise<void>): Promise<StackComparison[]> {
  const compared: StackComparison[] = [];
  for (const { kind } of run.attention) {
    const stack = stackOf(run, kind);
    const context = stack && regionsOf(stack);
    if (!context) continue;
    const { tensor } = packLayers(shown.filter((layer) => layer.kind === kind));
    const comparison = await inTurns(compareHeadsInSlices(tensor, context), turn);
    compared.push({ kind, comparison });
  }
  return compared;
}

function regionsOf({ tensor, queryTokens, keyTokens, isCausal }: Stack): ComparedRegions | null {
  if (tensor.kind === 'cross') return crossContext(queryTokens, keyTokens);
  return tensor.nQueries === tensor.nKeys ? createLabelContext(queryTokens, isCausal) : null;
}
