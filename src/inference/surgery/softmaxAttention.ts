import { causalityOf, masksOf } from './causality.ts';
import { labelOf } from './draft.ts';
import type { Draft } from './draft.ts';
import { equationOf, keyOperand } from './einsum.ts';
import { elementTypeAt } from './elementTypeAt.ts';
import { anyHalf, isFloat, isHalfType } from './elementTypes.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { maskPointOf } from './maskPoint.ts';
import type { Normaliser } from './normaliser.ts';
import { rankOf } from './rank.ts';
import { isSelfAttention } from './selfAttention.ts';
import { factorsOf, isDataProduct } from './products.ts';
import { keyFactor, summedProduct } from './summedProduct.ts';
import { pathBack, pathOn, weightsBy } from './trace.ts';
import type { Path } from './trace.ts';

/** The attention around a softmax, with the products that make it one. */
type Examined = { readonly draft: Draft; readonly scores: GraphNode; readonly context: GraphNode };

const NO_SCORES = 'its input comes from no product of queries and keys';

/**
 * The attention around a softmax, or why there is none; 'claimed' if its values are weighted by one that was found
 * before, as when weights are made to sum to 1 a second time.
 * `contexts` are the products by values of attention found before.
 */
export function examineSoftmax(
  index: GraphIndex,
  normaliser: Normaliser,
  contexts: ReadonlySet<GraphNode>,
): Examined | string {
  let sawWeights = false;
  const back = pathBack(index, normaliser.start, (product) => {
    sawWeights ||= !isDataProduct(index, product);
    return isScoreProduct(index, product) && !contexts.has(product);
  });
  if (back === null) {
    return sawWeights
      ? 'its input is activations times a constant weight (router, pooling or classifier), not queries times keys'
      : NO_SCORES;
  }
  const on = pathOn(index, normaliser.weights, (product, input, isFlipped) => {
    return isDataProduct(index, product) && weightsBy(index, product, input, isFlipped) !== null;
  });
  if (on === null) return 'its output weights no values: no product with activations follows';
  if (!isOfActivations(index, back.product) && !isFedReadyMade(index, back, on)) return NO_SCORES;
  if (contexts.has(on.product) && normaliser.node.opType !== 'Softmax') return 'claimed';
  if (!normaliser.isOverLastAxis) return 'it normalises another axis than the last, so not over keys';
  return { draft: draftOf(index, normaliser, back, on), scores: back.product, context: on.product };
}

function isScoreProduct(index: GraphIndex, product: GraphNode): boolean {
  return isDataProduct(index, product) && (isOfActivations(index, product) || fedIn(index, product).length === 2);
}

function isOfActivations(index: GraphIndex, product: GraphNode): boolean {
  return factorsOf(index, product)?.some((tensor) => index.activations.has(tensor)) ?? false;
}

/** Queries, keys and values may be fed ready-made, each by an input of its own; with fewer, one of them is a mask. */
function isFedReadyMade(index: GraphIndex, back: Path, on: Path): boolean {
  return new Set([...fedIn(index, back.product), ...fedIn(index, on.product)]).size === 3;
}

/** The inputs that are factors of a product as they are, moved or scaled at most. */
function fedIn(index: GraphIndex, product: GraphNode): readonly string[] {
  return (factorsOf(index, product) ?? []).flatMap((tensor) => fedVector(index, tensor) ?? []);
}

const MOVES = new Set(['Reshape', 'Transpose', 'Unsqueeze', 'Squeeze', 'Cast', 'Identity', 'Expand', 'Mul', 'Div']);

function fedVector(index: GraphIndex, tensor: string): string | null {
  let at = tensor;
  for (;;) {
    const fed = index.fed.get(at);
    if (fed !== undefined) return isFloat(fed.elementType) && fed.dims.length > 2 ? at : null;
    const node = index.producerOf.get(at);
    const [data, ...more] = node?.inputs.filter((input) => index.dataTensors.has(input)) ?? [];
    if (node === undefined || !MOVES.has(node.opType) || data === undefined || more.length > 0) return null;
    at = data;
  }
}

function draftOf(index: GraphIndex, normaliser: Normaliser, back: Path, on: Path): Draft {
  const [query, key] = operands(index, back);
  const value = factorsOf(index, on.product)?.[1 - on.input] ?? '';
  const isSelf = isSelfAttention(index, query, key, value);
  const { at, probabilities, rowsSumToOne } = weightingTensor(index, on);
  const order = weightsBy(index, on.product, on.input, on.isFlipped)?.order ?? null;
  const rank = rankOf(index, probabilities);
  return {
    isSelf,
    probabilities,
    elementType: elementTypeAt(index, probabilities),
    order,
    maskPoint: maskPointOf(index, on, at, order),
    scores: normaliser.scores,
    query,
    key,
    value,
    context: on.product.outputs[0] ?? null,
    nodeName: labelOf(normaliser.node),
    how: describe(normaliser, back, on),
    isCausal: isSelf ? causalityOf(index, [...masksOf(back), ...normaliser.masks]) : false,
    headsInBatch: rank === 3 ? true : rank === 4 ? false : null,
    isHalf: anyHalf([normaliser.weights, probabilities].map((tensor) => isHalfType(elementTypeAt(index, tensor)))),
    rowsSumToOne: rowsSumToOne && !normaliser.hasSink,
    branch: null,
    cpuOnly: null,
    trace: { by: 'softmax', normaliser, back, on },
  };
}

function operands(index: GraphIndex, { product, isFlipped }: Path): readonly [query: string, key: string] {
  const [left, right] = factorsOf(index, product) ?? ['', ''];
  const sum = summedProduct(index, product);
  if (sum !== null) return keyFactor(sum, isFlipped) === 0 ? [right, left] : [left, right];
  const equation = equationOf(product);
  const isKeyFirst = equation === null ? isFlipped : (keyOperand(equation) === 0) !== isFlipped;
  return isKeyFirst ? [right, left] : [left, right];
}

/** Operators that leave the weights as they are, but for type and shape. */
const CHANGES_NOTHING = /^(Cast|CastLike|Identity|Dropout|Reshape|Squeeze|Unsqueeze|Expand|Flatten|Transpose|Add|Sub)$/;
const QUANTISES = /^(Quantize|Dequantize)Linear$/;

/**
 * The tensor to show: what weights the values. A Where after the softmax replaces the NaN of fully masked rows, a Slice
 * cuts off an attention sink, a Mul may switch heads off. A sum with other weights is a mixture of two attentions, of
 * which each is shown for itself. Behind a mixture of heads weights may be negative and sum to anything: shown is what
 * was mixed.
 */
function weightingTensor(
  index: GraphIndex,
  on: Path,
): { readonly at: number; readonly probabilities: string; readonly rowsSumToOne: boolean } {
  let at = 0;
  let rowsSumToOne = true;
  for (const [i, node] of on.nodes.entries()) {
    if (on.mixes.has(node)) break;
    if (CHANGES_NOTHING.test(node.opType) || QUANTISES.test(node.opType) || isScaled(index, node)) continue;
    at = i + 1;
    if (node.opType === 'Slice' || node.opType === 'Split' || node.opType === 'Mul') rowsSumToOne = false;
    if (node.opType === 'Div') rowsSumToOne = true;
  }
  return { at, probabilities: on.tensors[at] ?? '', rowsSumToOne };
}

/** A product with a stored number. */
function isScaled(index: GraphIndex, node: GraphNode): boolean {
  if (node.opType !== 'Mul' && node.opType !== 'Div') return false;
  return node.inputs.some((tensor) => index.constants.get(tensor)?.nElements === 1);
}

function describe(normaliser: Normaliser, back: Path, on: Path): string {
  const ops = [
    ...[back.product, ...back.nodes.toReversed()].map((node) => node.opType),
    ...normaliser.opTypes,
    ...[...on.nodes, on.product].map((node) => node.opType),
  ];
  return `${ops.join(' -> ')}; scores made by ${labelOf(back.product)}, values weighted by ${labelOf(on.product)}`;
}
