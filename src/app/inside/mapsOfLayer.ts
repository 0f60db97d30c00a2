import { usedPatterns } from '../../core/inside/change.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import { dataOf } from '../../core/inside/road.ts';
import { layerValueMaps } from '../../core/inside/valueMap.ts';
import type { Slices } from '../../core/slices.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { largestShown } from '../../views/paint/largest.ts';

/** The heads of a layer as stacks of one, 0 to 1 by the largest of all. */
type DrawnMaps = { readonly layer: number; readonly tensors: readonly AttentionTensor[]; readonly max: number };

/** What makes the maps of a layer's heads, a head a slice; null where values or W_O cannot be had. */
export function mapsOfLayer(
  { kind, nHeads: nOfWidest, nQueries, nKeys, data }: AttentionTensor,
  layer: InsideLayer,
): (() => Slices<DrawnMaps>) | null {
  const [values, outputWeights] = [dataOf(layer.value), dataOf(layer.outputWeights)];
  if (values === null || outputWeights === null || layer.dV === null) return null;
  // A layer may have fewer heads than the widest of its stack.
  const { nHeads, nKeyHeads, dV } = layer;
  return function* slices() {
    const area = nQueries * nKeys;
    const start = layer.layer * nOfWidest * area;
    const patterns = usedPatterns(layer, data.subarray(start, start + nHeads * area));
    const maps = yield* layerValueMaps(patterns, { nHeads, nKeyHeads, nKeys, dV, values, outputWeights });
    const max = largestShown(maps, nKeys, null);
    yield;
    const tensors: AttentionTensor[] = [];
    for (let head = 0; head < nHeads; head++) {
      const own = maps.subarray(head * area, (head + 1) * area);
      if (max > 0) for (let cell = 0; cell < area; cell++) own[cell] = (own[cell] ?? 0) / max;
      tensors.push({ kind, nLayers: 1, nHeads: 1, nQueries, nKeys, data: own });
      yield;
    }
    return { layer: layer.layer, tensors, max };
  };
}
