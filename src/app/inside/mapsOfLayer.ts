import type { InsideLayer } from '../../core/inside/layer.ts';
import { dataOf } from '../../core/inside/road.ts';
import { layerValueMaps } from '../../core/inside/valueMap.ts';
import { finish } from '../../core/slices.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { largestShown } from '../../views/paint/largest.ts';

/** The maps of a layer's heads as stacks of one, 0 to 1 by the largest of all; null where values or W_O cannot be had. */
export function mapsOfLayer(
  { kind, nHeads: nOfWidest, nQueries, nKeys, data }: AttentionTensor,
  layer: InsideLayer,
): { readonly tensors: readonly AttentionTensor[]; readonly max: number } | null {
  const [values, outputWeights] = [dataOf(layer.value), dataOf(layer.outputWeights)];
  if (values === null || outputWeights === null || layer.dV === null) return null;
  const area = nQueries * nKeys;
  // A layer may have fewer heads than the widest of its stack.
  const { nHeads, nKeyHeads, dV } = layer;
  const start = layer.layer * nOfWidest * area;
  const patterns = data.subarray(start, start + nHeads * area);
  const maps = finish(layerValueMaps(patterns, { nHeads, nKeyHeads, nKeys, dV, values, outputWeights }));
  const max = largestShown(maps, nKeys, null);
  if (max > 0) for (let cell = 0; cell < maps.length; cell++) maps[cell] = (maps[cell] ?? 0) / max;
  const tensors = Array.from({ length: nHeads }, (_, one): AttentionTensor => {
    return { kind, nLayers: 1, nHeads: 1, nQueries, nKeys, data: maps.subarray(one * area, (one + 1) * area) };
  });
  return { tensors, max };
}
