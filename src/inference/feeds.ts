import type * as Ort from 'onnxruntime-web';
import { AppError } from '../core/errors.ts';
import { toHalfBits } from './floats.ts';
import type { OrtRuntime } from './runtime.ts';
import type { GraphInput } from './surgery/types.ts';

/** A sequence as the model takes it: parallel arrays, special tokens included. */
export type TokenIds = { readonly ids: readonly number[]; readonly typeIds: readonly number[] };

/** A picture as a model takes it. Shape: data [channel, row, column]; `dims` are these three. */
export type Pixels = { readonly dims: readonly [number, number, number]; readonly data: Float32Array };

/** All that the inputs of a graph are filled from; what the run does not have is left out. */
export type FeedValues = {
  readonly tokens?: TokenIds;
  /** What the decoder of an encoder-decoder graph reads. */
  readonly decoderIds?: readonly number[];
  /** What the encoder made of the source. Shape: states [1, source token, channel]. */
  readonly encoded?: { readonly states: Ort.Tensor; readonly nTokens: number };
  readonly pixels?: Pixels;
};

export type Feeds = Record<string, Ort.Tensor>;

/** What fills one input; undefined where the run has nothing for it. */
type Fill = (ort: OrtRuntime, input: GraphInput, values: FeedValues) => Ort.Tensor | undefined;

/** A loss that a graph computes besides is of no interest: this label counts for nothing in it. */
const IGNORED_LABEL = -100;

/** Inputs by their names in the exports of the Hub, and of converted TensorFlow models. */
const FILLS: Readonly<Record<string, Fill>> = {
  input_ids: ofTokens(({ ids }) => ids),
  attention_mask: ofTokens(({ ids }) => ids.map(() => 1)),
  input_mask: ofTokens(({ ids }) => ids.map(() => 1)),
  token_type_ids: ofTokens(({ typeIds }) => typeIds),
  segment_ids: ofTokens(({ typeIds }) => typeIds),
  position_ids: ofTokens(({ ids }) => [...ids.keys()]),
  cache_position: ofTokens(({ ids }) => [...ids.keys()]),
  global_attention_mask: ofTokens(({ ids }) => ids.map(() => 0)),
  decoder_input_ids: ofDecoder((ids) => ids),
  decoder_attention_mask: ofDecoder((ids) => ids.map(() => 1)),
  decoder_position_ids: ofDecoder((ids) => [...ids.keys()]),
  encoder_hidden_states: (_, __, { encoded }) => encoded?.states,
  encoder_attention_mask: (ort, input, { encoded }) =>
    encoded &&
    sequence(
      ort,
      input,
      Array.from({ length: encoded.nTokens }, () => 1),
    ),
  pixel_values: (ort, input, { pixels }) => pixels && picture(ort, input, pixels),
  pixel_mask: (ort, input, { pixels }) =>
    pixels && numbers(ort, input, [1, ...pixels.dims.slice(1)], ones(planeSize(pixels))),
  use_cache_branch: (ort) => new ort.Tensor('bool', [false], [1]),
  // 0 keeps the scores of all tokens.
  num_logits_to_keep: (ort, input) => numbers(ort, input, input.dims.length === 0 ? [] : [1], [0]),
  logits_to_keep: (ort, input) => numbers(ort, input, input.dims.length === 0 ? [] : [1], [0]),
  labels: (ort, input, { tokens, decoderIds }) => {
    if (input.dims.length < 2) return numbers(ort, input, [1], [0]);
    const ids = decoderIds ?? tokens?.ids;
    return (
      ids &&
      sequence(
        ort,
        input,
        ids.map(() => IGNORED_LABEL),
      )
    );
  },
  head_mask: (ort, input) => {
    const dims = input.dims.map((dim) => (typeof dim === 'number' ? dim : 1));
    return numbers(ort, input, dims, ones(dims.reduce((size, dim) => size * dim, 1)));
  },
};

/** Caches of keys and values under the names of the exporters. */
const PAST = /^past([._]|$)/;

/**
 * One tensor for each input that the graph asks for, batch 1, no padding; caches of past keys and values are empty.
 * Throws AppError 'unsupported-graph' that names the input which the run cannot fill, or 'file-missing' if an encoder
 * in a file of its own would.
 */
export function buildFeeds(ort: OrtRuntime, inputs: readonly GraphInput[], values: FeedValues): Feeds {
  return Object.fromEntries(inputs.map((input) => [input.name, feedFor(ort, input, values)]));
}

function feedFor(ort: OrtRuntime, input: GraphInput, values: FeedValues): Ort.Tensor {
  if (PAST.test(input.name)) return emptyPast(ort, input);
  // Converted TensorFlow models number the outputs of their inputs.
  const tensor = FILLS[input.name.replace(/:0$/, '')]?.(ort, input, values);
  if (tensor) return tensor;
  if (input.name.startsWith('encoder_')) {
    const words = `the model asks for "${input.name}": open the encoder, encoder_model.onnx, together with it`;
    throw new AppError('file-missing', words);
  }
  const given = values.pixels ? 'an image' : 'text';
  throw new AppError('unsupported-graph', `the model asks for the input "${input.name}", which ${given} does not give`);
}

function ofTokens(pick: (tokens: TokenIds) => readonly number[]): Fill {
  return (ort, input, { tokens }) => tokens && sequence(ort, input, pick(tokens));
}

function ofDecoder(pick: (ids: readonly number[]) => readonly number[]): Fill {
  return (ort, input, { decoderIds }) => decoderIds && sequence(ort, input, pick(decoderIds));
}

/**
 * Shape: values [token] -> [1, token], [token] where the graph has no batch axis, or [n, 1, token] where it takes n
 * kinds of positions.
 */
function sequence(ort: OrtRuntime, input: GraphInput, values: readonly number[]): Ort.Tensor {
  if (input.dims.length === 1) return numbers(ort, input, [values.length], values);
  if (input.dims.length !== 3) return numbers(ort, input, [1, values.length], values);
  const [first] = input.dims;
  const nKinds = typeof first === 'number' ? first : 1;
  const repeated = Array.from({ length: nKinds }, () => values).flat();
  return numbers(ort, input, [nKinds, 1, values.length], repeated);
}

function numbers(
  ort: OrtRuntime,
  { name, elementType }: GraphInput,
  shape: readonly number[],
  values: readonly number[],
): Ort.Tensor {
  if (elementType === 'int64') return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), shape);
  if (elementType === 'int32') return new ort.Tensor('int32', Int32Array.from(values), shape);
  if (elementType === 'float32') return new ort.Tensor('float32', Float32Array.from(values), shape);
  if (elementType === 'float16') return new ort.Tensor('float16', Uint16Array.from(values, toHalfBits), shape);
  if (elementType === 'bool') return new ort.Tensor('bool', values.map(Boolean), shape);
  throw new AppError('unsupported-graph', `the input "${name}" is of type ${elementType}`);
}

function picture(ort: OrtRuntime, { name, elementType, dims }: GraphInput, pixels: Pixels): Ort.Tensor {
  const shape = [1, ...pixels.dims];
  const fits = dims.length === 4 && dims.every((dim, axis) => typeof dim !== 'number' || dim === shape[axis]);
  if (!fits) {
    const asked = dims.join(', ');
    throw new AppError('unsupported-graph', `the input "${name}" has the shape [${asked}], not [${shape.join(', ')}]`);
  }
  if (elementType === 'float32') return new ort.Tensor('float32', pixels.data, shape);
  if (elementType === 'float16') return new ort.Tensor('float16', Uint16Array.from(pixels.data, toHalfBits), shape);
  throw new AppError('unsupported-graph', `the input "${name}" is of type ${elementType}`);
}

function ones(length: number): readonly number[] {
  return Array.from({ length }, () => 1);
}

function planeSize({ dims: [, height, width] }: Pixels): number {
  return height * width;
}

/** Free dimensions of a cache are the batch, before the heads, and the past length, which is 0. */
function emptyPast(ort: OrtRuntime, { name, elementType, dims }: GraphInput): Ort.Tensor {
  // Five axes: keys and values in one tensor, [2, batch, head, past, channel].
  const batchAxis = dims.length === 5 ? 1 : 0;
  const shape = dims.map((dim, axis) => (typeof dim === 'number' ? dim : axis === batchAxis ? 1 : 0));
  if (shape.reduce((size, dim) => size * dim, 1) !== 0) {
    throw new AppError('unsupported-graph', `the cache "${name}" has a fixed length: [${dims.join(', ')}]`);
  }
  if (elementType === 'float32') return new ort.Tensor('float32', new Float32Array(0), shape);
  if (elementType === 'float16') return new ort.Tensor('float16', new Uint16Array(0), shape);
  throw new AppError('unsupported-graph', `the cache "${name}" is of type ${elementType}`);
}
