import type { MeanOver } from '../../core/ablation/ablation.ts';
import { readSafetensors } from '../../core/files/safetensors.ts';
import type { LayerPlan } from '../run/layerPlan.ts';

/**
 * Mean output of every head of one layer of a pass, before the output projection.
 * Shape: first and rest [head, channel]: of the first position of a sequence, and of all later ones.
 */
export type SiteMeans = {
  readonly nChannels: number;
  readonly first: Float32Array;
  readonly rest: Float32Array;
};

/** One entry for each layer of a pass, in its order; null where outputs of heads cannot be read. */
export type SitesMeans = readonly (SiteMeans | null)[];

/** Mean outputs of all heads, and what they are the means over. */
export type HeadMeans = { readonly over: MeanOver; readonly sites: SitesMeans };

/**
 * The means that ship with a model: tensors `first` and `rest` of shape [layer, head, channel], float32.
 * Null if they do not fit the model: of other names or shapes, or of a model with two stacks. Throws AppError 'bad-recording' for a damaged file.
 */
export function readHeadMeans(bytes: Uint8Array, { places }: LayerPlan): SitesMeans | null {
  const { numbers } = readSafetensors(bytes, 'head_means.safetensors');
  const first = numbers.find(({ name }) => name === 'first');
  const rest = numbers.find(({ name }) => name === 'rest');
  const [nLayers = 0, nHeads = 0, nChannels = 0, ...more] = first?.shape ?? [];
  const shown = places.flatMap((place) => (place ? [place] : []));
  const isOneStack = new Set(shown.map(({ kind }) => kind)).size === 1;
  if (!first || !rest || rest.shape.join() !== first.shape.join()) return null;
  if (more.length > 0 || !isOneStack || shown.length !== nLayers) return null;
  const [all, later] = [Float32Array.from(first.read()), Float32Array.from(rest.read())];
  const size = nHeads * nChannels;
  let layer = -1;
  return places.map((place): SiteMeans | null => {
    if (!place) return null;
    layer += 1;
    const part = (data: Float32Array) => data.slice(layer * size, (layer + 1) * size);
    return { nChannels, first: part(all), rest: part(later) };
  });
}
