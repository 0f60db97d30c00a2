import { biasIn, checkedQueries, compareContext, compareOutput, compareWeights } from '../../core/inside/checks.ts';
import type { Check } from '../../core/inside/layer.ts';
import type { Slices } from '../../core/slices.ts';
import type { Gathered, PatternShape } from './gather.ts';
import { valueOf } from './stages.ts';
import type { UsedContext } from './usedContext.ts';

/** The three checks of a layer; null for one that something is missing for. */
export type LayerChecks = {
  readonly weights: Check | null;
  /** What is added to capped products, [head, query, key], 0 where no weight is; null for none, or if that is not to be told. */
  readonly bias: Float32Array | null;
  readonly context: Check | null;
  readonly output: Check | null;
};

/** The most that worked-out numbers may differ: of weights, and relative to their size of what heads and layers give. */
const ALLOWED = { wasm: 1e-4, webgpu: 1e-3, half: 5e-3, sums: 2e-2 } as const;

/** How a layer is computed, which decides how close worked-out numbers must come. */
type Rounding = {
  readonly isOnWebGpu: boolean;
  /** Whether the product with W_O rounds more than its numbers tell, as integer products do. */
  readonly isCoarse: boolean;
  /** What the graph gives of the heads, and the weights that its values are weighed by there: where heads are turned down not all that was done to them. */
  readonly weighed: Pick<UsedContext, 'given' | 'weights'>;
};

/** How much of the logarithms of weights a scale may leave unsaid, 0 to 1. */
const RESIDUAL = 1e-3;

/**
 * Compares worked-out weights, contexts and attention output with those of the model, for up to 64 queries.
 */
export function* checkLayer(
  found: Gathered,
  shape: PatternShape,
  softCap: number | null,
  weights: Float32Array,
  { isOnWebGpu, isCoarse, weighed }: Rounding,
): Slices<LayerChecks> {
  const sizes = { ...shape, nKeyHeads: found.nKeyHeads };
  const queries = checkedQueries(shape.nQueries);
  const [value, context, given] = [found.value, found.context, weighed.given].map(valueOf);
  const [outputWeights, output] = [valueOf(found.outputWeights), valueOf(found.attentionOutput)];
  const single = isOnWebGpu ? ALLOWED.webgpu : ALLOWED.wasm;
  const precision = found.isHalf ? ALLOWED.half : single;
  const ofWeights = yield* checkWeights(found, shape, softCap, weights, precision);
  const ofContext =
    value && given && value.nChannels === given.nChannels
      ? yield* compareContext(sizes, weighed.weights, value.data, given.data, queries)
      : null;
  const ofOutput =
    context && outputWeights && output && outputWeights.length * shape.nQueries === widthOf(context) * output.length
      ? yield* compareOutput(shape, context.data, outputWeights, found.outputBias, output, queries)
      : null;
  return {
    ...ofWeights,
    context: ofContext === null ? null : checked('context', ofContext, precision),
    output: ofOutput === null ? null : checked('output', ofOutput, found.isHalf || isCoarse ? ALLOWED.sums : single),
  };
}

/** Unless scaled products alone explain the weights, what is missing of the scores is taken for a bias. */
function* checkWeights(
  { query: ownQuery, key: ownKey, scale, nKeyHeads, scores }: Gathered,
  shape: PatternShape,
  softCap: number | null,
  weights: Float32Array,
  allowed: number,
): Slices<Pick<LayerChecks, 'weights' | 'bias'>> {
  const [query, key, value] = [valueOf(ownQuery), valueOf(ownKey), scale.scale.value];
  if (!query || !key || value === null || query.nChannels !== key.nChannels) return { weights: null, bias: null };
  const sizes = { ...shape, nKeyHeads };
  const queries = checkedQueries(shape.nQueries);
  const scoring = { query: query.data, key: key.data, scale: value, softCap, bias: null };
  const plain = yield* compareWeights(sizes, scoring, weights, queries);
  const withoutBias = { weights: checked('weights', plain.difference, allowed), bias: null };
  const own = scores && valueOf(scores);
  // Where a scale explains the weights, it is not a bias that is missing.
  const isOtherScale = softCap === null && plain.residual < RESIDUAL;
  if (withoutBias.weights.isPassed || own === null || isOtherScale) return withoutBias;
  const bias = yield* biasIn(sizes, scoring, own, weights);
  const { difference } = yield* compareWeights(sizes, { ...scoring, bias }, weights, queries);
  return { weights: checked('weights', difference, allowed), bias };
}

function widthOf({ nHeads, nChannels }: { readonly nHeads: number; readonly nChannels: number }): number {
  return nHeads * nChannels;
}

function checked(name: Check['name'], difference: number, allowed: number): Check {
  return { name, difference, allowed, isPassed: difference <= allowed };
}
