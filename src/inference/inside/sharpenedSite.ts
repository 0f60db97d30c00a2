import { powerRowInto } from '../../core/inside/sharpen.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { SiteIntervention } from '../runtime/interventions.ts';

/**
 * What puts in the place of some heads' patterns the same raised to a power, each row made to sum to 1 again.
 * `output` holds the layer's patterns as its heads made them; `heads` are numbers of heads.
 */
export function sharpenedSite(output: LayerOutput, heads: readonly number[], power: number): SiteIntervention {
  const { nHeads, nQueries, nKeys } = shapeOf(output);
  const scale = new Float32Array(nHeads).fill(1);
  const pattern = new Float32Array(nHeads * nQueries * nKeys);
  const row = new Float64Array(nKeys);
  for (const head of heads) {
    scale[head] = 0;
    for (let query = 0; query < nQueries; query++) {
      const start = (head * nQueries + query) * nKeys;
      pattern.set(powerRowInto(row, output.data.subarray(start, start + nKeys), power, output.hasSink === true), start);
    }
  }
  return { scale, pattern, nKeys, context: null };
}
