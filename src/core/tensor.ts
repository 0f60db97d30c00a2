import { formatHead } from './selection.ts';
import type { HeadRef } from './selection.ts';

/** The stages of a pyramid of a picture, beside the one that has most layers, which is its encoder: each has a grid of its own. */
export const STAGE_KINDS = ['stage1', 'stage2', 'stage3', 'stage4'] as const;
export type StageKind = (typeof STAGE_KINDS)[number];

/** Which stack of a transformer a set of patterns comes from; `cross` has queries and keys of different sequences. */
export const ATTENTION_KINDS = ['encoder', 'decoder', 'cross', ...STAGE_KINDS] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** Whether a stack is a further stage of a pyramid. */
export function isStage(kind: AttentionKind): kind is StageKind {
  return STAGE_KINDS.some((stage) => stage === kind);
}

/** The patterns of every head of one kind: `data` has shape [layer, head, query, key], row-major, each row summing to 1. */
export type AttentionTensor = {
  readonly kind: AttentionKind;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nQueries: number;
  readonly nKeys: number;
  readonly data: Float32Array;
  /** Number of each layer in the model where not every layer has weights to show; left out where layers count 0, 1, 2. */
  readonly layerNumbers?: readonly number[];
  /** Set for a decoder whose weights look ahead after all, as recordings may: nothing of it is "not allowed". */
  readonly looksAhead?: true;
};

/** The name of a head on screen, `L3H7`, with the true number of its layer where not every layer has weights to show. */
export function headName({ layerNumbers }: Pick<AttentionTensor, 'layerNumbers'>, { layer, head }: HeadRef): string {
  return formatHead({ layer: layerNumbers?.[layer] ?? layer, head });
}

/** Numbers of the layers of each stack; undefined if they count 0, 1, 2 in all of them. */
export function numbersByStack(
  attention: readonly Pick<AttentionTensor, 'kind' | 'nLayers' | 'layerNumbers'>[],
): Readonly<Partial<Record<AttentionKind, readonly number[]>>> | undefined {
  if (attention.every(({ layerNumbers }) => layerNumbers === undefined)) return undefined;
  return Object.fromEntries(
    attention.map(({ kind, nLayers, layerNumbers }) => {
      return [kind, layerNumbers ?? Array.from({ length: nLayers }, (_, layer) => layer)];
    }),
  );
}

/**
 * The pattern of one head: a view on the tensor's memory, not a copy.
 * Shape: tensor [layer, head, query, key] -> [query, key].
 * Throws RangeError if the tensor has no such layer or head.
 */
export function patternOf(tensor: AttentionTensor, { layer, head }: HeadRef): Float32Array {
  if (!(layer >= 0 && layer < tensor.nLayers && head >= 0 && head < tensor.nHeads)) {
    throw new RangeError(
      `invalid head: L${layer}H${head} (model has ${tensor.nLayers} layers of ${tensor.nHeads} heads)`,
    );
  }
  const size = tensor.nQueries * tensor.nKeys;
  const start = (layer * tensor.nHeads + head) * size;
  return tensor.data.subarray(start, start + size);
}
