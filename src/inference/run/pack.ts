import { AppError } from '../../core/errors.ts';
import { formatHead } from '../../core/selection.ts';
import { ATTENTION_KINDS } from '../../core/tensor.ts';
import type { AttentionKind, AttentionTensor } from '../../core/tensor.ts';
import { readWeights } from '../../core/weights/readWeights.ts';
import { roomForWeights } from '../../core/weights/sharedWeights.ts';
import { smallThumbnails } from '../../core/weights/smallThumbnails.ts';
import { emptyThumbnails } from '../../core/weights/thumbnails.ts';

/** The patterns of one layer as the runtime gave them: dims [1, head, query, key], or [head, query, key] for batch 1. */
export type LayerOutput = {
  readonly layer: number;
  readonly kind: AttentionKind;
  readonly dims: readonly number[];
  readonly data: Float32Array;
  /** Set if a part of each row goes to a sink that is no key: rows may sum to less than 1. */
  readonly hasSink?: true;
  /** As the tensor has it. */
  readonly looksAhead?: true;
  /** As the site has it. */
  readonly isBesideCross?: true;
  /** Why it cannot be shown, in words for people, where that is found out before its shape is looked at. */
  readonly whyNot?: string;
};

type Packed = {
  readonly attention: readonly AttentionTensor[];
  /** Of those that are larger than thumbnails, in two sizes. */
  readonly thumbnails: readonly AttentionTensor[];
  readonly rowSumError: number;
};

/** Half precision leaves about 1e-3; anything beyond this is no attention. */
const MAX_ROW_SUM_ERROR = 1e-2;

/** One tensor for each kind of attention there is: encoder, decoder, cross, stages; see `packLayers`. */
export function packAttention(layers: readonly LayerOutput[]): Packed {
  const packed = ATTENTION_KINDS.filter((kind) => layers.some((layer) => layer.kind === kind)).map((kind) =>
    packLayers(layers.filter((layer) => layer.kind === kind)),
  );
  return {
    attention: packed.map(({ tensor }) => tensor),
    thumbnails: packed.flatMap(({ thumbnails }) => thumbnails),
    rowSumError: Math.max(0, ...packed.map(({ rowSumError }) => rowSumError)),
  };
}

/**
 * All layers of one kind in one array, checked and pooled in the same pass.
 * Shape: layers of [head, query, key] -> [layer, head, query, key], in the order given.
 * The numbers stay as the model gave them: rows are not renormalised, `rowSumError` says how far the worst is from 1,
 * or above 1 where a layer has a sink besides its keys.
 * Throws AppError 'bad-attention' for a row that holds NaN or a negative weight or does not sum to 1 within 1e-2, and
 * 'unsupported-graph' if the layers differ in shape.
 */
function packLayers(layers: readonly LayerOutput[]): PackedLayers {
  const first = layers[0];
  if (!first) throw new RangeError('no layers to pack');
  const { nHeads, nQueries, nKeys } = shapeOf(first);
  const layerSize = nHeads * nQueries * nKeys;
  const tensor: AttentionTensor = {
    kind: first.kind,
    nLayers: layers.length,
    nHeads,
    nQueries,
    nKeys,
    data: roomForWeights(layers.length * layerSize),
    ...numbersOf(layers),
    ...(layers.some(({ looksAhead }) => looksAhead) && { looksAhead: true }),
  };
  const thumbnails = emptyThumbnails(tensor);
  let rowSumError = 0;
  for (const [index, output] of layers.entries()) {
    const shape = shapeOf(output);
    if (shape.nHeads !== nHeads || shape.nQueries !== nQueries || shape.nKeys !== nKeys) {
      throw new AppError('unsupported-graph', `layers differ in shape: ${describe(first)} and ${describe(output)}`);
    }
    tensor.data.set(output.data, index * layerSize);
    rowSumError = Math.max(rowSumError, readLayer(output, shape, thumbnails && layerIn(thumbnails, index)));
  }
  return { tensor, thumbnails: thumbnails ? [thumbnails, smallThumbnails(thumbnails)] : [], rowSumError };
}

type PackedLayers = {
  readonly tensor: AttentionTensor;
  readonly thumbnails: readonly AttentionTensor[];
  readonly rowSumError: number;
};

function numbersOf(layers: readonly LayerOutput[]): Pick<AttentionTensor, 'layerNumbers'> {
  const layerNumbers = layers.map(({ layer }) => layer);
  return layerNumbers.every((number, index) => number === index) ? {} : { layerNumbers };
}

function layerIn({ nHeads, nQueries, nKeys, data }: AttentionTensor, index: number) {
  const size = nHeads * nQueries * nKeys;
  return { nQueries, nKeys, data: data.subarray(index * size, (index + 1) * size) };
}

type LayerShape = { readonly nHeads: number; readonly nQueries: number; readonly nKeys: number };

/**
 * Heads, queries and keys of one layer's output.
 * Throws AppError 'unsupported-graph' for another rank, a batch above 1, or data of another size.
 */
export function shapeOf(output: LayerOutput): LayerShape {
  const [nKeys = 0, nQueries = 0, nHeads = 0, batch = 1, ...rest] = output.dims.toReversed();
  const size = nHeads * nQueries * nKeys;
  if (output.dims.length < 3 || rest.length > 0 || batch !== 1 || size === 0 || size !== output.data.length) {
    throw new AppError('unsupported-graph', `${describe(output)} ${misfit(output)}`);
  }
  return { nHeads, nQueries, nKeys };
}

function describe({ layer, kind, dims }: LayerOutput): string {
  return `${kind} layer ${layer} [${dims.join(', ')}]`;
}

/** What keeps the weights of a layer from being one pattern a head, in words. */
function misfit({ dims }: LayerOutput): string {
  const apart = 'its parts look at themselves only, and how they lie in the whole is not told by the graph';
  if (dims.length > 4) return `has weights of ${dims.length} axes for one input: ${apart}`;
  const [batch = 0] = dims;
  if (dims.length === 4 && batch > 1) return `has ${batch} patterns a head for one input: ${apart}`;
  return 'has an unexpected shape of attention';
}

function readLayer(
  { layer, data, hasSink }: LayerOutput,
  { nQueries, nKeys }: LayerShape,
  thumbnails: ReturnType<typeof layerIn> | null,
): number {
  const options = { mostError: MAX_ROW_SUM_ERROR, mayFallShort: hasSink === true, thumbnails };
  const { worst, bad } = readWeights({ data, nQueries, nKeys }, options);
  if (bad === null) return worst;
  const head = formatHead({ layer, head: Math.floor(bad.row / nQueries) });
  const what = bad.isWeights ? `sums to ${bad.sum}` : 'holds a weight that is negative or no number';
  throw new AppError('bad-attention', `${head}, query ${bad.row % nQueries}: the row ${what}`);
}
