import { offeredLengths, outputGram } from './values.ts';
import type { Slices } from '../slices.ts';

/**
 * Weight x length of value: N = a_ij |f_j|, another map of a head. Unit: length in the stream, at least 0; rows do not sum to 1.
 * Shapes: pattern [query, key], offered [key] -> [query, key]. Source: Kobayashi et al. 2020, section 3.
 */
export function valueMap(pattern: Float32Array, offered: Float64Array): Float32Array {
  const nKeys = offered.length;
  const map = new Float32Array(pattern.length);
  for (let start = 0; start < pattern.length; start += nKeys) {
    for (let key = 0; key < nKeys; key++) map[start + key] = pattern[start + key]! * offered[key]!;
  }
  return map;
}

/** The same as shares of each row, which sum to 1; a row in which nothing is sent stays 0. Shape: [query, key] -> [query, key]. */
export function rowShares(map: Float32Array, nKeys: number): Float32Array {
  const shares = new Float32Array(map.length);
  for (let start = 0; start < map.length; start += nKeys) {
    let sum = 0;
    for (let key = 0; key < nKeys; key++) sum += map[start + key]!;
    if (sum > 0) for (let key = 0; key < nKeys; key++) shares[start + key] = map[start + key]! / sum;
  }
  return shares;
}

/** Values of a layer and what is needed to weigh them. Shapes: patterns [head, query, key], values [key head, key, dV], outputWeights [head dV, d]. */
type LayerValues = {
  readonly nHeads: number;
  readonly nKeyHeads: number;
  readonly nKeys: number;
  readonly dV: number;
  readonly values: Float32Array;
  readonly outputWeights: Float32Array;
};

/** `outputGram` of one head, which is the same for every run. Shape: outputWeights [head dV, d] -> [dV, dV]. */
export function gramOfHead(
  { nHeads, dV, outputWeights }: Pick<LayerValues, 'nHeads' | 'dV' | 'outputWeights'>,
  head: number,
): Float64Array {
  const slab = outputWeights.length / nHeads;
  return outputGram(outputWeights.subarray(head * slab, (head + 1) * slab), dV);
}

/** |f_j| of one head; `gram` is that of `gramOfHead`. Shape: -> [key]. */
export function offeredByHead(
  layer: Omit<LayerValues, 'outputWeights'>,
  head: number,
  gram: Float64Array,
): Float64Array {
  const { nHeads, nKeyHeads, nKeys, dV, values } = layer;
  const size = nKeys * dV;
  const start = Math.floor((head * nKeyHeads) / nHeads) * size;
  return offeredLengths(values.subarray(start, start + size), gram, dV);
}

/** The maps of all heads of a layer, a head a slice. Shapes: patterns [head, query, key] -> [head, query, key]. */
export function* layerValueMaps(patterns: Float32Array, layer: LayerValues): Slices<Float32Array> {
  const maps = new Float32Array(patterns.length);
  const area = patterns.length / layer.nHeads;
  for (let head = 0; head < layer.nHeads; head++) {
    const pattern = patterns.subarray(head * area, (head + 1) * area);
    maps.set(valueMap(pattern, offeredByHead(layer, head, gramOfHead(layer, head))), head * area);
    yield;
  }
  return maps;
}
