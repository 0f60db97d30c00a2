import { rawProducts } from '../../core/inside/checks.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import type { Sharpening } from '../../core/inside/questions.ts';
import { dataOf } from '../../core/inside/road.ts';
import { scoreRowInto, sinkScoreOf } from '../../core/inside/scoreRow.ts';
import { powerRowInto, sharpenRowInto } from '../../core/inside/sharpen.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { SiteIntervention } from '../runtime/interventions.ts';

/** Writes the changed weights of one row; `weights` are those that the head has. Shapes: [key]. */
type RowMaker = (into: Float64Array, weights: Float32Array, head: number, query: number) => void;

/** Makes rows from what a head does in any run. */
export function rowsByPower(power: number, hasSink: boolean): RowMaker {
  return (into, weights) => powerRowInto(into, weights, power, hasSink);
}

/**
 * Makes rows of one run from its queries and keys, with cap, bias, mask and sink in their places; null where these cannot be had.
 * Shape: allowed [query, key].
 */
export function rowsByScores(inside: InsideLayer, how: Sharpening, allowed: Uint8Array): RowMaker | null {
  const [query, key] = [dataOf(inside.query), dataOf(inside.key)];
  const bias = inside.bias && dataOf(inside.bias);
  const { scale, softCap, nKeys, nQueries, hasSink } = inside;
  if (query === null || key === null || scale.value === null || (inside.bias !== null && bias === null)) return null;
  const scaleValue = scale.value;
  const scores = new Float64Array(nKeys);
  return (into, weights, head, at) => {
    const start = (head * nQueries + at) * nKeys;
    const raw = rawProducts(inside, { query, key }, head, at);
    const parts = {
      scale: scaleValue,
      softCap,
      bias: bias && bias.subarray(start, start + nKeys),
      allowed: allowed.subarray(at * nKeys, (at + 1) * nKeys),
    };
    const sink = hasSink ? sinkScoreOf(scoreRowInto(scores, raw, parts), weights) : -Infinity;
    sharpenRowInto(into, raw, parts, how, sink);
  };
}

/**
 * What puts changed patterns in the place of some heads' own, as far as these are used: `base` is what is done to the layer besides. `output` holds
 * the layer's patterns as its heads made them; `heads` are numbers of heads.
 */
export function sharpenedSite(
  output: LayerOutput,
  heads: readonly number[],
  makeRow: RowMaker,
  base: SiteIntervention | null = null,
): SiteIntervention {
  const { nHeads, nQueries, nKeys } = shapeOf(output);
  const scale = base?.scale.slice() ?? new Float32Array(nHeads).fill(1);
  const pattern = base?.pattern?.slice() ?? new Float32Array(nHeads * nQueries * nKeys);
  const row = new Float64Array(nKeys);
  for (const head of heads) {
    const keep = scale[head] ?? 1;
    scale[head] = 0;
    for (let query = 0; query < nQueries; query++) {
      const start = (head * nQueries + query) * nKeys;
      makeRow(row, output.data.subarray(start, start + nKeys), head, query);
      for (let key = 0; key < nKeys; key++)
        pattern[start + key] = (pattern[start + key] ?? 0) + keep * (row[key] ?? NaN);
    }
  }
  return { scale, pattern, nKeys, context: base?.context ?? null };
}
