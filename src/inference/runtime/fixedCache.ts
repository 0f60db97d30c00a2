import type * as Ort from 'onnxruntime-web';
import type { FedInput } from '../inputs/roles.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { OrtRuntime } from './runtime.ts';
import { copiesOf, numbers } from './tensors.ts';

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

/**
 * The mask of a run, by which padding at the end and places of a cache that hold nothing are hidden.
 * Shape: as declared, [place], [batch, place], or [batch, 1 or heads, token, place] with a row for each token that is fed: none
 * behind it is seen, unless each sees all; one row for all of them hides none that is read.
 */
export function placesMask(
  ort: OrtRuntime,
  input: FedInput,
  { nTokens, nPadding, nPast }: MaskedTokens,
  cache: FixedCache | null,
): Ort.Tensor {
  const { dims, seesLater } = input;
  const declared = dims.at(-1);
  const behind = (cache?.isWritten === false ? cache.nPlaces : 0) + nTokens;
  const nPlaces = typeof declared === 'number' ? declared : cache?.isWritten === true ? cache.nPlaces : behind;
  const first = cache?.isWritten === false ? nPlaces - nTokens : 0;
  const end = first + nTokens - nPadding;
  const isOfPairs = dims.length > 2;
  const isOneRow = !isOfPairs || dims.at(-2) === 1;
  const rows = isOneRow ? [nTokens - 1] : Array.from({ length: nTokens - nPast }, (_, at) => nPast + at);
  const [seen, hidden] = cellsOf(input, isOfPairs);
  const cells = rows.flatMap((token) => {
    const last = isOneRow || seesLater ? end - 1 : Math.min(first + token, end - 1);
    return Array.from({ length: nPlaces }, (_, place) => (place >= first && place <= last ? seen : hidden));
  });
  const leading = dims.slice(0, isOfPairs ? -2 : -1).map((dim) => (typeof dim === 'number' && dim > 0 ? dim : 1));
  const n = leading.reduce((product, dim) => product * dim, 1);
  const shape = [...leading, ...(isOfPairs ? [rows.length] : []), nPlaces];
  return numbers(ort, input, shape, copiesOf(cells, n));
}

/** What lets a score through and what hides it: numbers that are added where the mask takes floats, unless the graph hides by one of them. */
function cellsOf({ elementType, opensWith }: FedInput, isOfPairs: boolean): readonly [seen: number, hidden: number] {
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
