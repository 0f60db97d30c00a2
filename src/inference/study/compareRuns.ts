import { compareHeadsInSlices, crossContext } from '../../core/alike/compareHeads.ts';
import type { ComparedPatterns, ComparedRegions } from '../../core/alike/compareHeads.ts';
import type { HeadComparison } from '../../core/alike/comparison.ts';
import { createLabelContext } from '../../core/labels/runContext.ts';
import { stackOf } from '../../core/stack.ts';
import type { Stack } from '../../core/stack.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { inTurns } from '../door/inTurns.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { InputRun } from '../run/runnable.ts';

type StackComparison = { readonly kind: AttentionKind; readonly comparison: HeadComparison };

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
    const patterns = patternsOf(shown.filter((layer) => layer.kind === kind));
    const comparison = await inTurns(compareHeadsInSlices(patterns, context), turn);
    compared.push({ kind, comparison });
  }
  return compared;
}

/** Views on the layers' memory, not a copy. */
function patternsOf(layers: readonly LayerOutput[]): ComparedPatterns {
  const shapes = layers.map(shapeOf);
  const { nHeads = 0, nQueries = 0, nKeys = 0 } = shapes[0] ?? {};
  const size = nQueries * nKeys;
  const heads = layers.flatMap(({ data }) =>
    Array.from({ length: nHeads }, (_, head) => data.subarray(head * size, (head + 1) * size)),
  );
  return { nLayers: layers.length, nHeads, nQueries, nKeys, heads };
}

function regionsOf({ tensor, queryTokens, keyTokens, isCausal }: Stack): ComparedRegions | null {
  if (tensor.kind === 'cross') return crossContext(queryTokens, keyTokens);
  return tensor.nQueries === tensor.nKeys ? createLabelContext(queryTokens, isCausal) : null;
}
