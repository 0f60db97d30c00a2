import { dataOf } from '../../core/inside/road.ts';
import type { OfferedLengths } from '../../core/inside/questions.ts';
import { offeredByHead } from '../../core/inside/valueMap.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';

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
    for (let head = 0; head < told.nHeads; head++) {
      const offered = offeredByHead({ nHeads: told.nHeads, nKeyHeads, nKeys, dV, values, outputWeights }, head);
      data.set(offered, (layer * nHeads + head) * nKeys);
      await turn();
    }
  }
  if (refused.length === nLayers) throw new Refused('not-found', 'no layer gives its values and output weights');
  return { nLayers, nHeads, nKeys, data, refused };
}
