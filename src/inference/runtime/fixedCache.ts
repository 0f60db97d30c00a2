import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import type { FedInput } from '../inputs/roles.ts';
import type { LayerOutput } from '../run/pack.ts';
import { toHalfBits } from './floats.ts';
import type { OrtRuntime } from './runtime.ts';

/** Keys and values of a past that the graph takes of one length only: zeros that a mask hides. */
export type FixedCache = {
  readonly nPlaces: number;
  /** True where new keys are written into it from its first place on; else they come behind it. */
  readonly isWritten: boolean;
};

/** Scores of what is hidden where a mask is added. */
const HIDDEN = { float32: -3.4e38, float16: -65504 } as const;

/** Whether keys or values of a past are as many as the file says, whatever is fed. */
export function isFixedCache({ role, dims }: Pick<FedInput, 'role' | 'dims'>): boolean {
  // Five axes: keys and values in one tensor, [2, batch, head, past, channel].
  const own = dims.toSpliced(dims.length === 5 ? 1 : 0, 1);
  return role === 'past' && dims.length >= 4 && own.every((dim) => typeof dim === 'number' && dim > 0);
}

/** The cache of one length of a graph that reads a text; null where its past may be empty, and of a block that reads vectors, whose past is full of them. */
export function fixedCacheOf(inputs: readonly FedInput[]): FixedCache | null {
  const readsText = inputs.some(({ role }) => role === 'ids' || role === 'token-vectors');
  const cache = readsText ? inputs.find(isFixedCache) : undefined;
  const nPlaces = cache?.dims.at(-2);
  return cache && typeof nPlaces === 'number' ? { nPlaces, isWritten: cache.isWritten === true } : null;
}

/** What a run reads: `nTokens` in all, the last of them padding, the first of them kept from the run before. */
type MaskedTokens = { readonly nTokens: number; readonly nPadding: number; readonly nPast: number };

/** Numbers of a mask as its input takes them. */
type Cells = BigInt64Array | Int32Array | Float32Array | Uint16Array | Uint8Array;

/** The newest mask of an input: a model is asked again and again about one text, and a row for each token is much to fill. */
const newest = new WeakMap<
  FedInput,
  { readonly of: string; readonly shape: readonly number[]; readonly cells: Cells }
>();

/**
 * The mask of a run, by which padding at the end and places of a cache that hold nothing are hidden.
 * Shape: as declared, [place], [batch, place], or [batch, 1 or heads, token, place] with a row for each token that is fed: none
 * behind it is seen, unless each sees all; one row for all of them hides none that is read. Throws AppError 'unsupported-graph' for a type that
 * is never fed.
 */
export function placesMask(
  ort: OrtRuntime,
  input: FedInput,
  tokens: MaskedTokens,
  cache: FixedCache | null,
): Ort.Tensor {
  const of = JSON.stringify([tokens, cache]);
  const kept = newest.get(input);
  const { shape, cells } = kept?.of === of ? kept : maskOf(input, tokens, cache);
  newest.set(input, { of, shape, cells });
  return cellsTensor(ort, cells, shape);
}

function maskOf(input: FedInput, { nTokens, nPadding, nPast }: MaskedTokens, cache: FixedCache | null) {
  const { dims, seesLater } = input;
  const declared = dims.at(-1);
  const behind = (cache?.isWritten === false ? cache.nPlaces : 0) + nTokens;
  const nPlaces = typeof declared === 'number' ? declared : cache?.isWritten === true ? cache.nPlaces : behind;
  const first = cache?.isWritten === false ? nPlaces - nTokens : 0;
  const end = first + nTokens - nPadding;
  const isOfPairs = dims.length > 2;
  const isOneRow = !isOfPairs || dims.at(-2) === 1;
  const nRows = isOneRow ? 1 : nTokens - nPast;
  const leading = dims.slice(0, isOfPairs ? -2 : -1).map((dim) => (typeof dim === 'number' && dim > 0 ? dim : 1));
  const shape = [...leading, ...(isOfPairs ? [nRows] : []), nPlaces];
  const seen = Array.from({ length: shape.reduce((product, dim) => product * dim, 1) / nPlaces }, (_, at) => {
    const token = nPast + (at % nRows);
    return [
      at * nPlaces + first,
      at * nPlaces + (isOneRow || seesLater ? end : Math.min(first + token + 1, end)),
    ] as const;
  });
  return { shape, cells: cellsOf(input, isOfPairs, shape, seen) };
}

/** Numbers that let scores through from one place to another, and hide all others. */
function cellsOf(
  input: FedInput,
  isOfPairs: boolean,
  shape: readonly number[],
  seen: readonly (readonly [from: number, to: number])[],
): Cells {
  const size = shape.reduce((product, dim) => product * dim, 1);
  const [opens, hides] = valuesOf(input, isOfPairs);
  const filled = <Value, Data extends { fill(value: Value, from?: number, to?: number): unknown }>(
    data: Data,
    as: (value: number) => Value,
  ): Data => {
    data.fill(as(hides));
    for (const [from, to] of seen) data.fill(as(opens), from, to);
    return data;
  };
  const { name, elementType } = input;
  if (elementType === 'int64') return filled(new BigInt64Array(size), BigInt);
  if (elementType === 'int32') return filled(new Int32Array(size), Number);
  if (elementType === 'float32') return filled(new Float32Array(size), Number);
  if (elementType === 'float16') return filled(new Uint16Array(size), toHalfBits);
  if (elementType === 'bool') return filled(new Uint8Array(size), Number);
  throw new AppError('unsupported-graph', `the input ${quote(name)} is of type ${elementType}`);
}

function cellsTensor(ort: OrtRuntime, cells: Cells, shape: readonly number[]): Ort.Tensor {
  if (cells instanceof BigInt64Array) return new ort.Tensor('int64', cells, shape);
  if (cells instanceof Int32Array) return new ort.Tensor('int32', cells, shape);
  if (cells instanceof Float32Array) return new ort.Tensor('float32', cells, shape);
  if (cells instanceof Uint16Array) return new ort.Tensor('float16', cells, shape);
  return new ort.Tensor('bool', cells, shape);
}

/** What lets a score through and what hides it: numbers that are added where the mask takes floats, unless the graph hides by one of them. */
function valuesOf({ elementType, opensWith }: FedInput, isOfPairs: boolean): readonly [seen: number, hidden: number] {
  const isFloating = elementType === 'float32' || elementType === 'float16';
  if (isOfPairs && isFloating && opensWith === undefined) return [0, HIDDEN[elementType]];
  const open = opensWith ?? 1;
  return [open, 1 - open];
}

/** A layer with the keys of what was read alone: the others, which are empty places of a cache, are hidden. Shape: [.., query, place] -> [.., query, token]. */
export function withoutEmptyKeys(layer: LayerOutput, nTokens: number, { isWritten }: FixedCache): LayerOutput {
  const nPlaces = layer.dims.at(-1) ?? 0;
  if (layer.whyNot !== undefined || layer.kind === 'cross' || nPlaces <= nTokens) return layer;
  const first = isWritten ? 0 : nPlaces - nTokens;
  const nRows = layer.data.length / nPlaces;
  const data = new Float32Array(nRows * nTokens);
  for (let row = 0; row < nRows; row++) {
    const start = row * nPlaces + first;
    data.set(layer.data.subarray(start, start + nTokens), row * nTokens);
  }
  return { ...layer, dims: [...layer.dims.slice(0, -1), nTokens], data };
}
