import type { WindowsOfLayer } from '../../core/inside/layer.ts';
import type { InnerTensor } from '../runtime/session.ts';
import { assembleWindows, windowsApart } from '../runtime/windows.ts';
import { transposed } from '../surgery/decodeConstant.ts';
import type { Operand, SiteInside } from '../surgery/inside/types.ts';

type Tensors = ReadonlyMap<string, InnerTensor>;

/** Where positions of windows stand in the whole, from 1, 0 for padding. Shape: [window, place in it]. */
type Places = Pick<InnerTensor, 'dims' | 'data'> & {
  /** The axes that windows and their places lie in where the layer reads them: also in rows and columns, or behind one of sequences. */
  readonly form: readonly number[];
};

/** Places as the graph gives them, window by window of `size` places; null where they are no such windows. */
export function placesByWindow({ dims, data }: InnerTensor, size: number): Places | null {
  const count = data.length / size;
  return Number.isInteger(count) ? { dims: [count, size], data, form: dims } : null;
}

/** What of a layer lies in windows. */
type InWindows = Pick<SiteInside, 'query' | 'key' | 'value' | 'scores' | 'read' | 'readKeys' | 'attentionOutput'>;

/** A layer that works window by window, as one that works on the whole: its tensors by position, and in which window each stands. */
type Whole<Inside> = { readonly inside: Inside; readonly tensors: Tensors; readonly windows: WindowsOfLayer };

/**
 * Takes the tensors of a layer out of its windows: rows of heads and tokens in the order of the positions, scores over all of them, minus infinity where a
 * key stands in another window. Padding is left out. `context` is the tensor of what the heads give. A tensor of another form stays as it is, and so does the
 * stream, which is in no windows. Shape: places [window, place]; each position stands in one window.
 */
export function outOfWindows<Inside extends InWindows>(
  inside: Inside,
  context: string | null,
  tensors: Tensors,
  places: Places,
): Whole<Inside> {
  const { query, key, value, scores, read, readKeys, attentionOutput } = inside;
  const moved = new Map(tensors);
  const move = (name: string | null, how: (tensor: InnerTensor) => Pick<InnerTensor, 'dims' | 'data'> | null): void => {
    const tensor = tensors.get(name ?? '');
    const whole = tensor === undefined ? null : how(tensor);
    if (name !== null && tensor !== undefined && whole !== null) moved.set(name, { ...tensor, ...whole });
  };
  for (const operand of [query, key, value]) {
    if (operand !== null) move(operand.name, (tensor) => rowsOf(axesInOrder(tensor, operand), places));
  }
  move(context, (tensor) => rowsOf(tensor, places));
  for (const name of new Set([read, readKeys, attentionOutput])) move(name, (tensor) => tokensOf(tensor, places));
  move(scores, (tensor) => scoresOf(tensor, places));
  const plain = (operand: Operand | null): Operand | null =>
    operand && { ...operand, order: null, isTransposed: false };
  return {
    inside: { ...inside, query: plain(query), key: plain(key), value: plain(value) },
    tensors: moved,
    windows: windowsOf(places),
  };
}

/** Its axes as [window, head, place, channel]. */
export function axesInOrder(tensor: InnerTensor, { order, isTransposed }: Operand): Pick<InnerTensor, 'dims' | 'data'> {
  const swapped = tensor.dims.length === 3 ? [0, 2, 1] : [0, 1, 3, 2];
  const perm = order ?? (isTransposed ? swapped : null);
  return perm?.length === tensor.dims.length ? transposed(tensor, perm) : tensor;
}

/** [window, head, place, channel] -> [head, position, channel]; windows and heads may lie in one axis. */
function rowsOf({ dims, data }: Pick<InnerTensor, 'dims' | 'data'>, places: Places) {
  const [nWindows = 0, nHeads = 0, nPlaces = 0, nChannels = 0, ...more] = windowsApart(dims, places.data.length);
  if (more.length > 0 || nWindows * nPlaces !== places.data.length || data.length === 0) return null;
  return { dims: [nHeads, lengthOf(places), nChannels], data: inPlace(data, nHeads, nChannels, places) };
}

/**
 * One row of channels for each place of each window -> [position, channel]. Null for what has another number of rows, and for what is by position
 * already: [batch, row, column, channel] or [batch, position, channel] of as many rows. What lies as the layer reads its windows lies in them, and so do
 * rows in one axis, which are those of what was cut before it was projected.
 */
export function tokensOf({ dims, data }: InnerTensor, places: Places) {
  const nChannels = dims.at(-1) ?? 0;
  if (data.length === 0 || data.length !== places.data.length * nChannels) return null;
  const isAsRead = dims.slice(0, -1).join() === places.form.join();
  if (dims.length > 2 && dims[0] !== places.dims[0] && !isAsRead) return null;
  return { dims: [lengthOf(places), nChannels], data: inPlace(data, 1, nChannels, places) };
}

/** [window, head, place, place] -> [head, position, position]. */
function scoresOf({ dims, data }: InnerTensor, places: Places) {
  const whole = assembleWindows(windowsApart(dims, places.data.length), data, places.data, -Infinity);
  return typeof whole === 'string' ? null : { dims: whole.dims, data: whole.data };
}

function inPlace(data: Float32Array, nHeads: number, nChannels: number, places: Places): Float32Array {
  const nPlaces = places.dims.at(-1) ?? 1;
  const size = lengthOf(places) * nChannels;
  const whole = new Float32Array(nHeads * size);
  for (const [at, position] of places.data.entries()) {
    if (position === 0) continue;
    const [window, place] = [Math.floor(at / nPlaces), at % nPlaces];
    for (let head = 0; head < nHeads; head++) {
      const from = ((window * nHeads + head) * nPlaces + place) * nChannels;
      whole.set(data.subarray(from, from + nChannels), head * size + (position - 1) * nChannels);
    }
  }
  return whole;
}

function lengthOf({ data }: Places): number {
  return data.reduce((most, place) => Math.max(most, place), 0);
}

function windowsOf(places: Places): WindowsOfLayer {
  const nPlaces = places.dims.at(-1) ?? 1;
  const n = lengthOf(places);
  const [ofPosition, inWindow] = [new Uint32Array(n), new Uint32Array(n)];
  for (const [at, position] of places.data.entries()) {
    if (position === 0) continue;
    ofPosition[position - 1] = Math.floor(at / nPlaces);
    inWindow[position - 1] = at % nPlaces;
  }
  return {
    count: places.data.length / nPlaces,
    size: nPlaces,
    ofPosition,
    inWindow,
    hasPadding: n < places.data.length,
    ofPadding: null,
    paddingKeys: null,
  };
}
