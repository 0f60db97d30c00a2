import { AppError } from '../../core/errors.ts';
import { formatHead } from '../../core/selection.ts';
import type { AttentionKind, AttentionTensor } from '../../core/tensor.ts';

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

type Packed = { readonly attention: readonly AttentionTensor[]; readonly rowSumError: number };

/** Half precision leaves about 1e-3; anything beyond this is no attention. */
const MAX_ROW_SUM_ERROR = 1e-2;

const KINDS: readonly AttentionKind[] = ['encoder', 'decoder', 'cross'];

/** One tensor for each kind of attention there is: encoder, decoder, cross; see `packLayers`. */
export function packAttention(layers: readonly LayerOutput[]): Packed {
  const packed = KINDS.filter((kind) => layers.some((layer) => layer.kind === kind)).map((kind) =>
    packLayers(layers.filter((layer) => layer.kind === kind)),
  );
  return {
    attention: packed.map(({ tensor }) => tensor),
    rowSumError: Math.max(0, ...packed.map(({ rowSumError }) => rowSumError)),
  };
}

/**
 * All layers of one kind in one array, checked in the same pass.
 * Shape: layers of [head, query, key] -> [layer, head, query, key], in the order given.
 * The numbers stay as the model gave them: rows are not renormalised, `rowSumError` says how far the worst is from 1,
 * or above 1 where a layer has a sink besides its keys.
 * Throws AppError 'bad-attention' for a row that holds NaN or a negative weight or does not sum to 1 within 1e-2, and
 * 'unsupported-graph' if the layers differ in shape.
 */
function packLayers(layers: readonly LayerOutput[]): { tensor: AttentionTensor; rowSumError: number } {
  const first = layers[0];
  if (!first) throw new RangeError('no layers to pack');
  const { nHeads, nQueries, nKeys } = shapeOf(first);
  const layerSize = nHeads * nQueries * nKeys;
  const data = new Float32Array(layers.length * layerSize);
  let rowSumError = 0;
  for (const [index, output] of layers.entries()) {
    const shape = shapeOf(output);
    if (shape.nHeads !== nHeads || shape.nQueries !== nQueries || shape.nKeys !== nKeys) {
      throw new AppError('unsupported-graph', `layers differ in shape: ${describe(first)} and ${describe(output)}`);
    }
    data.set(output.data, index * layerSize);
    rowSumError = Math.max(rowSumError, checkRows(output, shape));
  }
  const numbers = layers.map(({ layer }) => layer);
  const areAll = numbers.every((number, index) => number === index);
  const looksAhead = layers.some((layer) => layer.looksAhead) && { looksAhead: true as const };
  const tensor = { kind: first.kind, nLayers: layers.length, nHeads, nQueries, nKeys, data, ...looksAhead };
  return { tensor: areAll ? tensor : { ...tensor, layerNumbers: numbers }, rowSumError };
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
    throw new AppError('unsupported-graph', `unexpected shape of attention: ${describe(output)}`);
  }
  return { nHeads, nQueries, nKeys };
}

function describe({ layer, kind, dims }: LayerOutput): string {
  return `${kind} layer ${layer} [${dims.join(', ')}]`;
}

function checkRows({ layer, data, hasSink }: LayerOutput, { nQueries, nKeys }: LayerShape): number {
  let worst = 0;
  const nRows = data.length / nKeys;
  for (let row = 0; row < nRows; row++) {
    let sum = 0;
    let isWeight = true;
    for (let i = row * nKeys; i < (row + 1) * nKeys; i++) {
      const weight = data[i] ?? NaN;
      // False for NaN too.
      if (!(weight >= 0)) isWeight = false;
      sum += weight;
    }
    const error = hasSink === true ? Math.max(0, sum - 1) : Math.abs(sum - 1);
    if (!isWeight || !(error <= MAX_ROW_SUM_ERROR)) {
      const head = formatHead({ layer, head: Math.floor(row / nQueries) });
      const what = isWeight ? `sums to ${sum}` : 'holds a weight that is negative or no number';
      throw new AppError('bad-attention', `${head}, query ${row % nQueries}: the row ${what}`);
    }
    if (error > worst) worst = error;
  }
  return worst;
}
