import { cutConstant, cutLike } from '../constants.ts';
import type { Constant, ExternalData } from '../constants.ts';
import { bytesOf, keepConstant } from '../decodeConstant.ts';
import type { GraphIndex } from '../graph.ts';
import { narrowed } from '../narrowed.ts';
import { leftWeights } from './leftWeights.ts';
import type { GraphBytes, LeftWeights } from './leftWeights.ts';
import { normAt } from './lastNorm.ts';
import type { NormAt } from './lastNorm.ts';
import { packedPart } from './packedPart.ts';
import { isMove } from './summands.ts';
import { scaleBy } from './projections.ts';
import type { Projection } from './projections.ts';

/** How values come of the stream: the norm that a layer reads it through, and W_V behind it, [d, heads * channels], kept or left in the files. */
export type ValueSide = FoundSide<Constant | LeftWeights | 'too-large'>;

type FoundSide<Weights = Constant> = Pick<NormAt, 'kind' | 'gamma'> & { readonly weights: Weights };

/** How much of the weights of a layer is kept beside the model; more is left in its files. */
type Keeping = { readonly files: GraphBytes; readonly maxBytes: number };

/** Operators on the way from a product to values that keep numbers; what is added there is the same for every token. */
const BEHIND = /^(Transpose|Reshape|Cast|Identity|Squeeze|Unsqueeze|Expand|Concat|Add)$/;
const MAX_STEPS = 24;

/**
 * The norm and the weights that values come of by one product; where one makes queries, keys and values its part of them. Null where that is
 * not told. A run shows whether values are these: nothing here looks at numbers.
 */
export function valueSideOf(
  index: GraphIndex,
  value: string,
  { data, output, weights }: Projection,
  external: ExternalData,
): FoundSide | null {
  const norm = normBefore(index, data, external);
  const own = weights && partFor(index, value, output, weights);
  return norm && own && { kind: norm.kind, gamma: norm.gamma, weights: own };
}

function normBefore(index: GraphIndex, tensor: string, external: ExternalData): NormAt | null {
  let at = tensor;
  for (let step = 0; step < MAX_STEPS; step++) {
    const norm = normAt(index, at, external);
    if (norm !== null) return norm;
    const node = index.producerOf.get(at);
    if (node === undefined || !isMove(node)) return null;
    at = node.inputs[0] ?? '';
  }
  return null;
}

/** The columns of the weights that make values. */
function partFor(index: GraphIndex, value: string, output: string, weights: Constant): Constant | null {
  const width = weights.dims[1] ?? 0;
  let at = value;
  let columns = { start: 0, size: width };
  for (let step = 0; step < MAX_STEPS && at !== output; step++) {
    const node = index.producerOf.get(at);
    if (node === undefined) return null;
    const part = packedPart(index, node, at);
    if (part !== null) {
      if (columns.size < width || width % part.count !== 0) return null;
      columns = { start: (part.at * width) / part.count, size: width / part.count };
      at = part.of;
      continue;
    }
    if (node.opType === 'Split' || node.opType === 'Slice') {
      const whole: Constant = { made: 'shaped', dims: [width], of: weights };
      const cut = cutLike(index, whole, node, at);
      if (cut?.made !== 'cut' || columns.size < width) return null;
      columns = { start: cut.start, size: cut.dims[0] ?? 0 };
    } else if (!BEHIND.test(node.opType) && scaleBy(index, node) === null) return null;
    // Beside what is computed of this text may stand what was kept of a text before.
    at = node.inputs.find((input) => index.activations.has(input)) ?? '';
  }
  if (at !== output) return null;
  if (columns.size === width) return weights;
  const cut = cutConstant(weights, 1, columns.start, columns.start + columns.size);
  return cut && narrowed(cut);
}

/**
 * The weights that queries or keys come of, with memory of their own: all of a product of their own, else their columns of one that makes more.
 * Where they take more than `maxBytes`, where in the files they are, or `too-large`; null where that is not told. A run shows whether it is these.
 */
export function weightsOf(
  index: GraphIndex,
  tensor: string | null | undefined,
  projection: Projection | null,
  others: readonly (Projection | null)[],
  keeping: Keeping,
): Constant | LeftWeights | 'too-large' | null {
  if (!tensor || projection?.weights === undefined || projection.weights === null) return null;
  const isAlone = others.every((other) => other?.output !== projection.output);
  const own = isAlone ? projection.weights : partFor(index, tensor, projection.output, projection.weights);
  return own && keptOrLeft(own, keeping);
}

/** Weights with memory of their own; where they take more than is kept, where in the files they are, or `too-large`. */
export function keptOrLeft(weights: Constant, { files, maxBytes }: Keeping): Constant | LeftWeights | 'too-large' {
  return bytesOf(weights) > maxBytes ? leftWeights(weights, files) : keepConstant(weights);
}

/** The same with memory of its own, or where its weights are. */
export function keptValueSide({ kind, gamma, weights }: FoundSide, keeping: Keeping): ValueSide {
  return { kind, gamma: gamma && keepConstant(gamma), weights: keptOrLeft(weights, keeping) };
}
