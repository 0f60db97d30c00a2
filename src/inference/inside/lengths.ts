import { dataOf } from '../../core/inside/road.ts';
import type { OfferedLengths } from '../../core/inside/questions.ts';
import { gramOfHead, offeredByHead } from '../../core/inside/valueMap.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { AttentionSite } from '../surgery/types.ts';
import { readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { siteAt } from './siteAt.ts';

/** Of each layer the inner products of the rows of W_O, head by head: most of the work, and the same for every run. [dV, dV] each. */
const grams = new WeakMap<AttentionSite, readonly Float64Array[]>();

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
    const { site } = siteAt(model, kind, layer);
    const known = grams.get(site);
    // W_O, which may have to be read from its file, was held against a run when these were made of it.
    const told = await readGiven(model, kept, kind, layer, turn, known === undefined);
    const values = dataOf(told.value);
    const own = known ?? (await gramsOf(told, turn));
    if (values === null || own === null || told.dV === null) {
      refused.push(layer);
      continue;
    }
    grams.set(site, own);
    // A layer may have fewer heads than the widest of its stack.
    for (const [head, gram] of own.entries()) {
      const offered = offeredByHead({ ...told, nKeys, dV: told.dV, values }, head, gram);
      data.set(offered, (layer * nHeads + head) * nKeys);
      await turn();
    }
  }
  if (refused.length === nLayers) throw new Refused('not-found', 'no layer gives its values and output weights');
  return { nLayers, nHeads, nKeys, data, refused };
}

/** Of each head; null where W_O is not to be had. */
async function gramsOf(
  { nHeads, dV, outputWeights: stage }: InsideLayer,
  turn: Turn,
): Promise<readonly Float64Array[] | null> {
  const outputWeights = dataOf(stage);
  if (outputWeights === null || dV === null) return null;
  const all: Float64Array[] = [];
  for (let head = 0; head < nHeads; head++) {
    all.push(gramOfHead({ nHeads, dV, outputWeights }, head));
    await turn();
  }
  return all;
}
