import type { AttentionTensor } from '../tensor.ts';

/**
 * The average of the patterns of one layer, added up in double precision: rows that sum to 1 in each head do so in the average.
 * That of one head is its pattern, to the last bit. Shape: weights [head, query, key] -> [query, key].
 * Throws RangeError if the weights are not as many for each of `nHeads`.
 */
export function averagePattern(weights: Float32Array, nHeads: number): Float32Array {
  const area = weights.length / nHeads;
  if (!Number.isInteger(area)) throw new RangeError(`invalid weights: ${weights.length} numbers (${nHeads} heads)`);
  const sums = new Float64Array(area);
  for (let start = 0; start < weights.length; start += area) {
    for (let cell = 0; cell < area; cell++) sums[cell]! += weights[start + cell]!;
  }
  return Float32Array.from(sums, (sum) => sum / nHeads);
}

const averages = new WeakMap<AttentionTensor, Map<number, AttentionTensor>>();

/**
 * A layer whose heads are folded into their average, as a stack of one layer of one head; worked out once for all that draw it.
 * Shape: [layer, head, query, key] -> [1, 1, query, key]. Throws RangeError if there is no such layer.
 */
export function foldedLayer(tensor: AttentionTensor, layer: number): AttentionTensor {
  const known = averages.get(tensor) ?? new Map<number, AttentionTensor>();
  averages.set(tensor, known);
  const found = known.get(layer) ?? foldLayer(tensor, layer);
  known.set(layer, found);
  return found;
}

function foldLayer({ layerNumbers, ...tensor }: AttentionTensor, layer: number): AttentionTensor {
  const { nLayers, nHeads, nQueries, nKeys } = tensor;
  if (!(layer >= 0 && layer < nLayers)) throw new RangeError(`invalid layer: ${layer} (there are ${nLayers})`);
  const size = nHeads * nQueries * nKeys;
  const data = averagePattern(tensor.data.subarray(layer * size, (layer + 1) * size), nHeads);
  return { ...tensor, nLayers: 1, nHeads: 1, layerNumbers: [layerNumbers?.[layer] ?? layer], data };
}
