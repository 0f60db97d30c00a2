import { usedWeights } from '../../core/inside/change.ts';
import { dataOf } from '../../core/inside/road.ts';
import { gramOfHead, offeredByHead, rowShares, valueMap } from '../../core/inside/valueMap.ts';
import type { LabelContext } from '../../core/labels/context.ts';
import { labelHead } from '../../core/labels/labelHead.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import { createLabelContext } from '../../core/labels/runContext.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { sitesOf } from '../ablate/planInterventions.ts';
import type { Turn } from '../door/queue.ts';
import { shapeOf } from '../run/pack.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';

/**
 * Labels of heads by what comes from each key in the place of where they look: of weight x length, each row divided by its sum, by the rules that
 * patterns are labelled by. Layers whose values or W_O cannot be had are left out. A pass for each layer, in turns. Throws Refused where no
 * label can be given, and as `readLayer` does.
 */
export async function measureSentLabels(
  model: RunnableModel,
  kept: KeptRun,
  { kind, head }: { readonly kind: AttentionKind; readonly head: HeadRef | null },
  turn: Turn,
): Promise<readonly HeadReport[]> {
  const context = contextFor(kept, kind);
  const wanted = head === null ? sitesOf(model.plan, kind).map((_, layer) => layer) : [head.layer];
  const reports: HeadReport[] = [];
  for (const layer of wanted) {
    const maps = await mapsOf(model, kept, kind, layer, turn);
    if (maps === null) continue;
    for (let at = 0; at < maps.nHeads; at++) {
      if (head !== null && head.head !== at) continue;
      reports.push({ kind, layer, head: at, ...labelHead(maps.of(at), context) });
      await turn();
    }
  }
  if (reports.length === 0) throw new Refused('not-found', 'its values or its output weights are not to be had');
  return reports;
}

/** Throws Refused for a stack of which no pattern has labels. */
function contextFor({ done: { stacks } }: KeptRun, kind: AttentionKind): LabelContext {
  const stack = stacks.find((one) => one.kind === kind);
  if (stack === undefined) throw new Refused('not-found', 'labels are of heads that look within one text');
  return createLabelContext(stack.tokens, stack.isCausal);
}

/** Weight x length as shares of the row, head by head; null where it is not to be had. */
async function mapsOf(model: RunnableModel, kept: KeptRun, kind: AttentionKind, layer: number, turn: Turn) {
  const told = await readGiven(model, kept, kind, layer, turn);
  const output = kept.done.pass.layers[sitesOf(model.plan, kind)[layer] ?? -1];
  const [values, outputWeights] = [dataOf(told.value), dataOf(told.outputWeights)];
  if (output === undefined || values === null || outputWeights === null || told.dV === null) return null;
  const { nHeads, nQueries, nKeys } = shapeOf(output);
  const layerValues = { nHeads, nKeyHeads: told.nKeyHeads, nKeys, dV: told.dV, values, outputWeights };
  const area = nQueries * nKeys;
  return {
    nHeads,
    of(head: number): Float32Array {
      const own = usedWeights(told, head, output.data.subarray(head * area, (head + 1) * area));
      return rowShares(valueMap(own, offeredByHead(layerValues, head, gramOfHead(layerValues, head))), nKeys);
    },
  };
}
