import type * as Ort from 'onnxruntime-web';
import type { FedInput } from '../inputs/roles.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { OrtRuntime } from './runtime.ts';
import { numbers } from './tensors.ts';

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

/** The cache of one length of a graph; null where its past may be empty. */
export function fixedCacheOf(inputs: readonly FedInput[]): FixedCache | null {
  const cache = inputs.find(isFixedCache);
  const nPlaces = cache?.dims.at(-2);
  return cache && typeof nPlaces === 'number' ? { nPlaces, isWritten: cache.isWritten === true } : null;
}

/**
 * The mask of a run of `nTokens`, of which padding at the end is hidden.
 * Shape: [1, place], or [1, 1, token, place] where each token has places of its own: none behind it is seen.
 */
export function placesMask(
  ort: OrtRuntime,
  input: FedInput,
  nTokens: number,
  nPadding: number,
  cache: FixedCache | null,
): Ort.Tensor {
  const { dims, elementType } = input;
  const declared = dims.at(-1);
  const behind = (cache?.isWritten === false ? cache.nPlaces : 0) + nTokens;
  const all = typeof declared === 'number' ? declared : cache?.isWritten === true ? cache.nPlaces : behind;
  const first = cache?.isWritten === false ? all - nTokens : 0;
  const isSeen = (place: number, last: number): boolean => place >= first && place <= first + last;
  const open = input.opensWith ?? 1;
  if (dims.length < 3) {
    const last = nTokens - nPadding - 1;
    const row = Array.from({ length: all }, (_, place) => (isSeen(place, last) ? open : 1 - open));
    return numbers(ort, input, dims.length === 1 ? [all] : [1, all], row);
  }
  const isAdded = elementType === 'float32' || elementType === 'float16';
  const [seen, hidden] = isAdded ? [0, HIDDEN[elementType]] : [open, 1 - open];
  const cells = Array.from({ length: nTokens * all }, (_, cell) => {
    return isSeen(cell % all, Math.floor(cell / all)) ? seen : hidden;
  });
  return numbers(ort, input, [...dims.slice(0, -2).map(() => 1), nTokens, all], cells);
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
