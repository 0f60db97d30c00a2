import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import { isState } from '../inputs/states.ts';
import type { FedInput, InputRole } from '../inputs/roles.ts';
import { gridPositions } from './gridPositions.ts';
import type { Grid } from './gridPositions.ts';
import { lineOfBoxes } from './lineOfBoxes.ts';
import { fixedCacheOf, placesMask } from './fixedCache.ts';
import type { FixedCache } from './fixedCache.ts';
import type { OrtRuntime } from './runtime.ts';
import { isFloat } from '../surgery/elementTypes.ts';
import { copiesOf, filledTensor, filledWith, numbers } from './tensors.ts';

/** A sequence as the model takes it: parallel arrays, special tokens included. */
export type TokenIds = {
  readonly ids: readonly number[];
  readonly typeIds: readonly number[];
  /** How many at the end are padding that the model is told not to look at, where it can be told. */
  readonly nPadding?: number;
};

/** What fills the inputs of a modality that reads no sequence. */
type OwnFeed = {
  /** Stands in a sentence of what it does not give. */
  readonly what: string;
  /** Undefined where it has nothing for an input; `common` is what every model is fed. */
  readonly fill: (ort: OrtRuntime, input: FedInput, common: () => Ort.Tensor | undefined) => Ort.Tensor | undefined;
};

/** What one run reads, of which the inputs of a graph are filled; what the run does not have is left out. */
export type FeedValues = {
  readonly tokens?: TokenIds;
  /** Set if a text grows token by token, so that its keys and values are worth keeping. */
  readonly grows?: true;
  /** Keys and values of the first tokens, by the inputs that take them: only the others are fed. */
  readonly past?: { readonly nTokens: number; readonly tensors: ReadonlyMap<string, Ort.Tensor> };
  /** What the decoder of an encoder-decoder model reads. */
  readonly decoderIds?: readonly number[];
  /** What the encoder made of the source. Shape: states [1, source token, channel]. */
  readonly encoded?: { readonly states: Ort.Tensor; readonly nTokens: number };
  /** What the file of vectors made of the tokens. Shape: [1, token, channel]. */
  readonly tokenVectors?: Ort.Tensor;
  readonly own?: OwnFeed;
  /** A picture whose vectors take the places of some tokens, in their order. */
  readonly picture?: {
    readonly feed: FeedValues;
    readonly places: readonly number[];
    /** How its tokens lie, where the model numbers them by row and column. */
    readonly grid?: Grid;
  };
};

export type Feeds = Record<string, Ort.Tensor>;

/** What fills one input; undefined where the run has nothing for it. */
type Fill = (ort: OrtRuntime, input: FedInput, values: FeedValues) => Ort.Tensor | undefined;

const plainPositions = ofTokens(({ ids }, { firstPosition = 0 }) => ids.map((_, at) => firstPosition + at));

/** A loss that a graph computes besides is of no interest: this label counts for nothing in it. */
const IGNORED_LABEL = -100;

/** What an input is filled from, by what it stands for. */
const FILLS: Readonly<Partial<Record<InputRole, Fill>>> = {
  ids: ofTokens(({ ids }) => ids),
  mask: (ort, input, { tokens }) => {
    if (tokens === undefined) return undefined;
    const { ids, nPadding = 0 } = tokens;
    const open = openOf(input);
    return sequence(
      ort,
      input,
      ids.map((_, at) => (at < ids.length - nPadding ? open : 1 - open)),
    );
  },
  types: ofTokens(({ typeIds }) => typeIds),
  positions: (ort, input, values) => positionsOnGrid(ort, input, values) ?? plainPositions(ort, input, values),
  boxes: (ort, input, { tokens }) => tokens && boxesOf(ort, input, tokens.ids.length),
  'past-length': (ort, input, { past }) => numbers(ort, input, onesFor(input.dims), [past?.nTokens ?? 0]),
  'global-mask': ofTokens(({ ids }) => ids.map(() => 0)),
  'decoder-ids': ofDecoder((ids) => ids),
  'decoder-mask': (ort, input, { decoderIds }) =>
    decoderIds &&
    sequence(
      ort,
      input,
      decoderIds.map(() => openOf(input)),
    ),
  'decoder-positions': ofDecoder((ids) => [...ids.keys()]),
  'encoder-states': (_, __, { encoded }) => encoded?.states,
  'encoder-mask': (ort, input, { encoded }) =>
    encoded && sequence(ort, input, filledWith(openOf(input), encoded.nTokens)),
  'token-vectors': (_, __, { tokenVectors }) => tokenVectors,
  past: (ort, input, values) => values.past?.tensors.get(input.name) ?? emptyPast(ort, input, values),
  setting: (ort, input) => numbers(ort, input, onesFor(input.dims), [settingOf(input)]),
  lengths: (ort, input, { tokens }) => tokens && numbers(ort, input, [1], [tokens.ids.length - (tokens.nPadding ?? 0)]),
  guessed,
  'cache-switch': (ort, _, { past }) => new ort.Tensor('bool', [past !== undefined], [1]),
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
    return filledTensor(ort, input, dims, 1);
  },
};

/**
 * One tensor for each input that the graph asks for, batch 1, no padding; caches of past keys and values are empty where none were kept.
 * Throws AppError 'unsupported-graph' that names the input which the run cannot fill, or 'file-missing' if an encoder
 * in a file of its own would.
 */
export function buildFeeds(ort: OrtRuntime, inputs: readonly FedInput[], values: FeedValues): Feeds {
  const cache = fixedCacheOf(inputs);
  return Object.fromEntries(
    inputs.map((input) => [input.name, maskOfPlaces(ort, input, values, cache) ?? feedFor(ort, input, values)]),
  );
}

/** Masks of more places than there are tokens, or with a row for each token; undefined for every other input. */
function maskOfPlaces(
  ort: OrtRuntime,
  input: FedInput,
  { tokens, own, past }: FeedValues,
  cache: FixedCache | null,
): Ort.Tensor | undefined {
  const isOfPlaces = input.role === 'mask' && (cache !== null || input.dims.length > 2);
  if (!isOfPlaces || tokens === undefined || own !== undefined) return undefined;
  const { ids, nPadding = 0 } = tokens;
  return placesMask(ort, input, { nTokens: ids.length, nPadding, nPast: past?.nTokens ?? 0 }, cache);
}

function feedFor(ort: OrtRuntime, input: FedInput, values: FeedValues): Ort.Tensor {
  const tensor = filled(ort, input, values);
  if (tensor) return tensor;
  if (input.name.startsWith('encoder_')) {
    const words = `the model asks for "${input.name}": open the encoder, encoder_model.onnx, together with it`;
    throw new AppError('file-missing', words);
  }
  if (input.role === 'token-vectors') {
    const words = `the model reads vectors (${quote(input.name)}): open embed_tokens.onnx, which makes them of tokens, together with it`;
    throw new AppError('file-missing', words);
  }
  throw new AppError(
    'unsupported-graph',
    `the model asks for the input ${quote(input.name)}, which ${values.own?.what ?? 'text'} does not give`,
  );
}

function filled(ort: OrtRuntime, input: FedInput, values: FeedValues): Ort.Tensor | undefined {
  const common = () => FILLS[input.role]?.(ort, input, values);
  return values.own ? values.own.fill(ort, input, common) : common();
}

function ofTokens(pick: (tokens: TokenIds, input: FedInput) => readonly number[]): Fill {
  return (ort, input, { tokens, past }) =>
    tokens && sequence(ort, input, pick(tokens, input).slice(past?.nTokens ?? 0));
}

/** Three kinds of positions, [3, 1, token], of a text with a picture whose tokens are numbered by row and column; undefined for any other. */
function positionsOnGrid(ort: OrtRuntime, input: FedInput, { tokens, picture }: FeedValues): Ort.Tensor | undefined {
  const [nKinds] = input.dims;
  if (input.dims.length < 3 || nKinds !== 3 || !picture?.grid || tokens === undefined) return undefined;
  const { length } = tokens.ids;
  return numbers(ort, input, [3, 1, length], gridPositions(length, picture.places[0] ?? 0, picture.grid).flat());
}

/** Nobody says where on a page the tokens of a typed text stand: in one line. Shape: [batch, token, 4]. */
function boxesOf(ort: OrtRuntime, input: FedInput, nTokens: number): Ort.Tensor {
  const [first] = input.dims;
  const n = typeof first === 'number' ? first : 1;
  return numbers(ort, input, [n, nTokens, 4], copiesOf(lineOfBoxes(nTokens, input.nRows), n));
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
  return numbers(ort, input, shape, copiesOf(values, n));
}

/** What a setting is, where nobody said: the first of several things, and factors that change nothing. */
export function settingOf({ elementType, use }: FedInput): number {
  return typeof use === 'number' ? use : isFloat(elementType) ? 1 : 0;
}

const onesFor = (dims: FedInput['dims']): readonly number[] => dims.map(() => 1);

/** The number by which a mask hides nothing: 1, unless the graph hides by it. */
export function openOf({ opensWith = 1 }: FedInput): 0 | 1 {
  return opensWith;
}

/** What an input of unknown meaning is filled with, where nobody said: zeros, but what hides nothing where it chooses. */
export function guessOf({ elementType, opensWith, use }: FedInput): number {
  return typeof use === 'number' ? use : (opensWith ?? (elementType === 'bool' ? 1 : 0));
}

/** Of free dimensions the first is the batch, and the others are as long as the sequence. */
function guessed(ort: OrtRuntime, input: FedInput, { tokens }: FeedValues): Ort.Tensor {
  const { dims } = input;
  const shape = dims.map((dim, axis) => {
    if (typeof dim === 'number') return dim;
    return axis === 0 && dims.length > 1 ? 1 : (tokens?.ids.length ?? 1);
  });
  return filledTensor(ort, input, shape, guessOf(input));
}

/** Free dimensions of a cache are the batch, before the heads, and the past length, which is 0; what is of a fixed size is zeros. */
function emptyPast(ort: OrtRuntime, input: FedInput, values: FeedValues): Ort.Tensor {
  const { name, elementType, dims } = input;
  if (isState(input)) return guessed(ort, input, values);
  // Five axes: keys and values in one tensor, [2, batch, head, past, channel].
  const batchAxis = dims.length === 5 ? 1 : 0;
  const shape = dims.map((dim, axis) => (typeof dim === 'number' ? dim : axis === batchAxis ? 1 : 0));
  // What is of one length is zeros, which a mask hides.
  if (shape.reduce((size, dim) => size * dim, 1) !== 0) return filledTensor(ort, input, shape, 0);
  if (elementType === 'float32') return new ort.Tensor('float32', new Float32Array(0), shape);
  if (elementType === 'float16') return new ort.Tensor('float16', new Uint16Array(0), shape);
  throw new AppError('unsupported-graph', `the cache ${quote(name)} is of type ${elementType}`);
}
