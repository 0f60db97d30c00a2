import { checkedQueries, compareContext, compareOutput, compareWeights } from '../../core/inside/checks.ts';
import type { WeightsFound } from '../../core/inside/checks.ts';
import type { Check } from '../../core/inside/layer.ts';
import type { Slices } from '../../core/slices.ts';
import type { Gathered, PatternShape } from './gather.ts';
import { valueOf } from './stages.ts';

/** The three checks of a layer; null for one that something is missing for. */
export type LayerChecks = {
  readonly weights: (Check & { readonly found: WeightsFound }) | null;
  readonly context: Check | null;
  readonly output: Check | null;
};

/** The most that worked-out numbers may differ: of weights, and relative to their size of what heads and layers give. */
const ALLOWED = { single: 1e-4, half: 5e-3, sums: 2e-2 } as const;

/**
 * Compares worked-out weights, contexts and attention output with those of the model, for up to 64 queries.
 * `hasRounding`: whether the product with W_O rounds more than its numbers tell, as integer products do.
 */
export function* checkLayer(
  found: Gathered,
  shape: PatternShape,
  weights: Float32Array,
  hasRounding: boolean,
): Slices<LayerChecks> {
  const sizes = { ...shape, nKeyHeads: found.nKeyHeads };
  const queries = checkedQueries(shape.nQueries);
  const [query, key, value, context] = [found.query, found.key, found.value, found.context].map(valueOf);
  const [outputWeights, output] = [valueOf(found.outputWeights), valueOf(found.attentionOutput)];
  const precision = found.isHalf ? ALLOWED.half : ALLOWED.single;
  const { scale } = found.scale;
  const ofWeights =
    query && key && scale.value !== null && query.nChannels === key.nChannels
      ? yield* compareWeights(
          sizes,
          { query: query.data, key: key.data, scale: scale.value, softCap: null, bias: null },
          weights,
          queries,
        )
      : null;
  const ofContext =
    value && context && value.nChannels === context.nChannels
      ? yield* compareContext(sizes, weights, value.data, context.data, queries)
      : null;
  const ofOutput =
    context && outputWeights && output && outputWeights.length * shape.nQueries === widthOf(context) * output.length
      ? yield* compareOutput(shape, context.data, outputWeights, found.outputBias, output, queries)
      : null;
  return {
    weights: ofWeights && { ...checked('weights', ofWeights.difference, precision), found: ofWeights },
    context: ofContext === null ? null : checked('context', ofContext, precision),
    output:
      ofOutput === null
        ? null
        : checked('output', ofOutput, found.isHalf || hasRounding ? ALLOWED.sums : ALLOWED.single),
  };
}

function widthOf({ nHeads, nChannels }: { readonly nHeads: number; readonly nChannels: number }): number {
  return nHeads * nChannels;
}

function checked(name: Check['name'], difference: number, allowed: number): Check {
  return { name, difference, allowed, isPassed: difference <= allowed };
}
