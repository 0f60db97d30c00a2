import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import { toHalfBits } from './floats.ts';
import type { OrtRuntime } from './runtime.ts';
import type { FedInput, InputRole } from '../inputs/roles.ts';
import { randomVectors } from '../inputs/vectors.ts';
import type { VectorFeed } from '../inputs/vectors.ts';

/** A sequence as the model takes it: parallel arrays, special tokens included. */
export type TokenIds = {
  readonly ids: readonly number[];
  readonly typeIds: readonly number[];
  /** How many at the end are padding that the model is told not to look at, where it can be told. */
  readonly nPadding?: number;
};

/** A picture as a model takes it. Shape: data [channel, row, column]; `dims` are these three. */
export type Pixels = {
  readonly dims: readonly [nChannels: number, height: number, width: number];
  readonly data: Float32Array;
};

/** All that the inputs of a graph are filled from; what the run does not have is left out. */
export type FeedValues = {
  readonly tokens?: TokenIds;
  /** What the decoder of an encoder-decoder graph reads. */
  readonly decoderIds?: readonly number[];
  /** What the encoder made of the source. Shape: states [1, source token, channel]. */
  readonly encoded?: { readonly states: Ort.Tensor; readonly nTokens: number };
  readonly pixels?: Pixels;
  /** In place of all of these: random numbers for a block of a model that reads vectors. */
  readonly vectors?: VectorFeed;
};

export type Feeds = Record<string, Ort.Tensor>;

/** What fills one input; undefined where the run has nothing for it. */
type Fill = (ort: OrtRuntime, input: FedInput, values: FeedValues) => Ort.Tensor | undefined;

/** A loss that a graph computes besides is of no interest: this label counts for nothing in it. */
const IGNORED_LABEL = -100;

/** What each input is filled from, by what it stands for. */
const FILLS: Readonly<Record<Exclude<InputRole, 'past' | 'numbers' | 'unknown'>, Fill>> = {
  ids: ofTokens(({ ids }) => ids),
  mask: ofTokens(({ ids, nPadding = 0 }) => ids.map((_, at) => (at < ids.length - nPadding ? 1 : 0))),
  types: ofTokens(({ typeIds }) => typeIds),
  positions: ofTokens(({ ids }) => [...ids.keys()]),
  'global-mask': ofTokens(({ ids }) => ids.map(() => 0)),
  'decoder-ids': ofDecoder((ids) => ids),
  'decoder-mask': ofDecoder((ids) => ids.map(() => 1)),
  'decoder-positions': ofDecoder((ids) => [...ids.keys()]),
  'encoder-states': (_, __, { encoded }) => encoded?.states,
  'encoder-mask': (ort, input, { encoded }) => encoded && sequence(ort, input, ones(encoded.nTokens)),
  pixels: (ort, input, { pixels }) => pixels && picture(ort, input, pixels),
  'pixel-mask': (ort, input, { pixels }) =>
    pixels && numbers(ort, input, [1, ...pixels.dims.slice(1)], ones(planeSize(pixels))),
  'cache-switch': (ort) => new ort.Tensor('bool', [false], [1]),
  // 0 keeps the scores of all tokens.
  'scores-kept': (ort, input) => numbers(ort, input, input.dims.length === 0 ? [] : [1], [0]),
  labels: (ort, input, { tokens, decoderIds }) => {
    if (input.dims.length < 2) return numbers(ort, input, [1], [0]);
    const ids = decoderIds ?? tokens?.ids;
    const labels = ids?.map(() => IGNORED_LABEL);
    return labels && sequence(ort, input, labels);
  },
  'head-mask': (ort, input) => {
    const dims = input.dims.map((dim) => (typeof dim === 'number' ? dim : 1));
    return numbers(ort, input, dims, ones(dims.reduce((size, dim) => size * dim, 1)));
  },
};

/**
 * One tensor for each input that the graph asks for, batch 1, no padding; caches of past keys and values are empty.
 * Throws AppError 'unsupported-graph' that names the input which the run cannot fill, or 'file-missing' if an encoder
 * in a file of its own would.
 */
export function buildFeeds(ort: OrtRuntime, inputs: readonly FedInput[], values: FeedValues): Feeds {
  return Object.fromEntries(inputs.map((input) => [input.name, feedFor(ort, input, values)]));
}

function feedFor(ort: OrtRuntime, input: FedInput, values: FeedValues): Ort.Tensor {
  const tensor = filled(ort, input, values);
  if (tensor) return tensor;
  if (input.name.startsWith('encoder_')) {
    const words = `the model asks for "${input.name}": open the encoder, encoder_model.onnx, together with it`;
    throw new AppError('file-missing', words);
  }
  const given = values.pixels ? 'an image' : values.vectors ? 'a list of vectors' : 'text';
  throw new AppError(
    'unsupported-graph',
    `the model asks for the input ${quote(input.name)}, which ${given} does not give`,
  );
}

function filled(ort: OrtRuntime, input: FedInput, values: FeedValues): Ort.Tensor | undefined {
  const { role } = input;
  if (values.vectors) return filledFreely(ort, input, values.vectors);
  if (role === 'past') return emptyPast(ort, input);
  return role === 'numbers' || role === 'unknown' ? undefined : FILLS[role](ort, input, values);
}

/** A block of a model has no text to be filled from: masks hide nothing, all else is random. */
function filledFreely(ort: OrtRuntime, input: FedInput, vectors: VectorFeed): Ort.Tensor | undefined {
  if (input.role !== 'mask') return randomVectors(ort, input, vectors);
  const shape = input.dims.map((dim) => (typeof dim === 'number' ? dim : 1));
  return numbers(ort, input, shape, ones(shape.reduce((size, dim) => size * dim, 1)));
}

function ofTokens(pick: (tokens: TokenIds) => readonly number[]): Fill {
  return (ort, input, { tokens }) => tokens && sequence(ort, input, pick(tokens));
}

function ofDecoder(pick: (ids: readonly number[]) => readonly number[]): Fill {
  return (ort, input, { decoderIds }) => decoderIds && sequence(ort, input, pick(decoderIds));
}

/**
 * Shape: values [token] -> [1, token], [token] where the graph has no batch axis, or [n, 1, token] where it takes n
 * kinds of positions. A batch of a declared size is filled with the same sequence again.
 */
function sequence(ort: OrtRuntime, input: FedInput, values: readonly number[]): Ort.Tensor {
  if (input.dims.length === 1) return numbers(ort, input, [values.length], values);
  const [first] = input.dims;
  const n = typeof first === 'number' ? first : 1;
  const shape = input.dims.length === 3 ? [n, 1, values.length] : [n, values.length];
  return numbers(ort, input, shape, n === 1 ? values : Array.from({ length: n }, () => values).flat());
}

function numbers(
  ort: OrtRuntime,
  { name, elementType }: FedInput,
  shape: readonly number[],
  values: readonly number[],
): Ort.Tensor {
  if (elementType === 'int64') return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), shape);
  if (elementType === 'int32') return new ort.Tensor('int32', Int32Array.from(values), shape);
  if (elementType === 'float32') return new ort.Tensor('float32', Float32Array.from(values), shape);
  if (elementType === 'float16') return new ort.Tensor('float16', Uint16Array.from(values, toHalfBits), shape);
  if (elementType === 'bool') return new ort.Tensor('bool', values.map(Boolean), shape);
  throw new AppError('unsupported-graph', `the input ${quote(name)} is of type ${elementType}`);
}

function picture(ort: OrtRuntime, { name, elementType, dims }: FedInput, given: Pixels): Ort.Tensor {
  const { dims: size, data } = dims[1] === 1 ? inGrey(given) : given;
  const n = typeof dims[0] === 'number' ? dims[0] : 1;
  const shape = [n, ...size];
  const fits = dims.length === 4 && dims.every((dim, axis) => typeof dim !== 'number' || dim === shape[axis]);
  if (!fits) {
    const asked = dims.join(', ');
    throw new AppError(
      'unsupported-graph',
      `the input ${quote(name)} has the shape [${asked}], not [${shape.join(', ')}]`,
    );
  }
  const all = new Float32Array(n * data.length);
  for (let at = 0; at < n; at++) all.set(data, at * data.length);
  if (elementType === 'float32') return new ort.Tensor('float32', n === 1 ? data : all, shape);
  if (elementType === 'float16') return new ort.Tensor('float16', Uint16Array.from(all, toHalfBits), shape);
  throw new AppError('unsupported-graph', `the input ${quote(name)} is of type ${elementType}`);
}

/** Brightness. Source: ITU-R BT.601, as image libraries convert to grey. */
function inGrey({ dims: [, height, width], data }: Pixels): Pixels {
  const plane = height * width;
  const grey = new Float32Array(plane);
  for (let i = 0; i < plane; i++) {
    grey[i] = 0.299 * (data[i] ?? 0) + 0.587 * (data[plane + i] ?? 0) + 0.114 * (data[2 * plane + i] ?? 0);
  }
  return { dims: [1, height, width], data: grey };
}

function ones(length: number): readonly number[] {
  return Array.from({ length }, () => 1);
}

function planeSize({ dims: [, height, width] }: Pixels): number {
  return height * width;
}

/** Free dimensions of a cache are the batch, before the heads, and the past length, which is 0. */
function emptyPast(ort: OrtRuntime, { name, elementType, dims }: FedInput): Ort.Tensor {
  // Five axes: keys and values in one tensor, [2, batch, head, past, channel].
  const batchAxis = dims.length === 5 ? 1 : 0;
  const shape = dims.map((dim, axis) => (typeof dim === 'number' ? dim : axis === batchAxis ? 1 : 0));
  if (shape.reduce((size, dim) => size * dim, 1) !== 0) {
    throw new AppError('unsupported-graph', `the cache ${quote(name)} has a fixed length: [${dims.join(', ')}]`);
  }
  if (elementType === 'float32') return new ort.Tensor('float32', new Float32Array(0), shape);
  if (elementType === 'float16') return new ort.Tensor('float16', new Uint16Array(0), shape);
  throw new AppError('unsupported-graph', `the cache ${quote(name)} is of type ${elementType}`);
}
