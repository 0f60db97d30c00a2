import { dataOf } from '../../core/inside/road.ts';
import type { OfferedLengths } from '../../core/inside/questions.ts';
import { gramOfHead, offeredByHead } from '../../core/inside/valueMap.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { AttentionSite } from '../surgery/types.ts';
import { readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { siteAt } from './siteAt.ts';

/** Of each layer the inner products of the rows of W_O, head by head: most of the work, and the same for every run. [dV, dV] each. */
const grams = new WeakMap<AttentionSite, Float64Array[]>();

/**
 * How long a vector each key of each head of a stack offers to the stream, layer by layer, a run for each. Throws Refused where no layer has
 * values and W_O to be read, and as `readLayer` does.
 */
export async function measureLengths(
  model: RunnableModel,
  kept: KeptRun,
  kind: AttentionKind,
  turn: Turn,
): Promise<OfferedLengths> {
  const stack = kept.done.run.attention.find((one) => one.kind === kind);
  if (stack === undefined) throw new Refused('not-found', `the run has no ${kind}`);
  const { nLayers, nHeads, nKeys } = stack;
  const data = new Float32Array(nLayers * nHeads * nKeys);
  const refused: number[] = [];
  for (let layer = 0; layer < nLayers; layer++) {
    const told = await readGiven(model, kept, kind, layer, turn);
    const [values, outputWeights] = [dataOf(told.value), dataOf(told.outputWeights)];
    if (values === null || outputWeights === null || told.dV === null) {
      refused.push(layer);
      continue;
    }
    const { nKeyHeads, dV } = told;
    // A layer may have fewer heads than the widest of its stack.
    const layerValues = { nHeads: told.nHeads, nKeyHeads, nKeys, dV, values, outputWeights };
    const { site } = siteAt(model, kind, layer);
    const known = grams.get(site) ?? [];
    grams.set(site, known);
    for (let head = 0; head < told.nHeads; head++) {
      const gram = (known[head] ??= gramOfHead(layerValues, head));
      const offered = offeredByHead(layerValues, head, gram);
      data.set(offered, (layer * nHeads + head) * nKeys);
      await turn();
    }
  }
  if (refused.length === nLayers) throw new Refused('not-found', 'no layer gives its values and output weights');
  return { nLayers, nHeads, nKeys, data, refused };
}
