import type { AttentionTensor } from '../../core/tensor.ts';
import { isShared } from '../../core/weights/sharedWeights.ts';
import type { LayerOutput } from './pack.ts';

/**
 * Where packed patterns lie in memory that stays readable here, what each layer's numbers are from then on: a view on its place
 * there, so that the arrays of the runtime can be let go of. Other layers stay as they are. `layers` are those that were packed.
 */
export function onPacked(
  layers: readonly LayerOutput[],
  attention: readonly AttentionTensor[],
): (output: LayerOutput) => LayerOutput {
  const places = new Map<Float32Array, Float32Array>();
  for (const { kind, data } of attention) {
    if (!isShared(data)) continue;
    const packed = layers.filter((layer) => layer.kind === kind);
    const size = data.length / packed.length;
    for (const [index, layer] of packed.entries()) {
      places.set(layer.data, data.subarray(index * size, (index + 1) * size));
    }
  }
  return (output) => ({ ...output, data: places.get(output.data) ?? output.data });
}
