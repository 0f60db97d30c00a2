import type { LayerOutput } from '../run/pack.ts';
import type { AttentionSite } from '../surgery/types.ts';
import { assembleWindows, windowsApart } from './windows.ts';

/** Which node keeps the model from WebGPU and why, or null. */
export function cpuOnlyNode({ cpuOnly }: Pick<AttentionSite, 'cpuOnly'>): string | null {
  return cpuOnly ? `${cpuOnly.nodeName}: ${cpuOnly.why}` : null;
}

/**
 * The output of a site as a layer; heads that lie in the batch axis are told as heads.
 * Windows are put together by `places`, which says where their positions stand.
 * Its number is that of its block in the stack: layers without weights to show count too, and those of another kind.
 */
export function layerOf(
  site: AttentionSite,
  dims: readonly number[],
  data: Float32Array,
  places: Float32Array | null = null,
): LayerOutput {
  const { block: layer, kind } = site;
  const beside = site.isBesideCross && { isBesideCross: true as const };
  const sink = !site.rowsSumToOne && { hasSink: true as const };
  if (places !== null) {
    const whole = assembleWindows(windowsApart(dims, places.length), data, places);
    if (typeof whole === 'string') return { layer, kind, dims, data, whyNot: whole };
    return { layer, kind, dims: whole.dims, data: whole.data, ...((sink || whole.hasPadding) && { hasSink: true }) };
  }
  const [heads = 0, one, ...rest] = dims;
  const areHeadsFirst = site.headsInBatch === true && dims.length === 4 && one === 1;
  return {
    layer,
    kind,
    dims: areHeadsFirst ? [heads, ...rest] : dims,
    data,
    ...sink,
    ...beside,
  };
}
