import type { LayerOutput } from './pack.ts';
import type { AttentionSite } from './surgery/types.ts';

/** Which node keeps the model from WebGPU and why, or null. */
export function cpuOnlyNode({ cpuOnly }: Pick<AttentionSite, 'cpuOnly'>): string | null {
  return cpuOnly ? `${cpuOnly.nodeName}: ${cpuOnly.why}` : null;
}

/**
 * The output of a site as a layer; heads that lie in the batch axis are told as heads.
 * Its number is that of its block in the stack: layers without weights to show count too, and those of another kind.
 */
export function layerOf(site: AttentionSite, dims: readonly number[], data: Float32Array): LayerOutput {
  const [heads = 0, one, ...rest] = dims;
  const areHeadsFirst = site.headsInBatch === true && dims.length === 4 && one === 1;
  return {
    layer: site.block,
    kind: site.kind,
    dims: areHeadsFirst ? [heads, ...rest] : dims,
    data,
    ...(!site.rowsSumToOne && { hasSink: true as const }),
  };
}
