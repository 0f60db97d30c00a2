import type { InnerTensor } from '../runtime/session.ts';
import { axesInOrder } from './outOfWindows.ts';
import type { Operand } from '../surgery/inside/types.ts';

/** Tensors of a layer as its windows have them: weights [window, head, place, place], and where positions stand, from 1, 0 for padding. */
type InWindows = {
  readonly weights: InnerTensor | undefined;
  readonly value: InnerTensor | undefined;
  readonly places: Pick<InnerTensor, 'data'>;
};

/**
 * What of each head's result comes of the padding of its window: padding is a key like any other, with the value that the layer makes of nothing, and stands at
 * no position. Null where weights or values are of another form. Shape: -> [head, position, channel].
 */
export function ofPadding({ weights, value, places }: InWindows, operand: Operand | null): Float32Array | null {
  if (!weights || !value || !operand || operand.joined || operand.added || operand.turned) return null;
  const { dims, data } = axesInOrder(value, operand);
  const [nWindows = 0, nHeads = 0, nPlaces = 0, nChannels = 0, ...more] = dims;
  const isAlike = weights.dims.join() === [nWindows, nHeads, nPlaces, nPlaces].join();
  if (!isAlike || more.length > 0 || nWindows * nPlaces !== places.data.length) return null;
  const n = places.data.reduce((most, place) => Math.max(most, place), 0);
  const padding = new Float32Array(nHeads * n * nChannels);
  for (const [at, position] of places.data.entries()) {
    if (position === 0) continue;
    const [window, place] = [Math.floor(at / nPlaces), at % nPlaces];
    for (let key = 0; key < nPlaces; key++) {
      if (places.data[window * nPlaces + key] !== 0) continue;
      for (let head = 0; head < nHeads; head++) {
        const row = (window * nHeads + head) * nPlaces;
        const weight = weights.data[(row + place) * nPlaces + key] ?? NaN;
        const [from, into] = [(row + key) * nChannels, (head * n + position - 1) * nChannels];
        for (let c = 0; c < nChannels; c++) {
          padding[into + c] = (padding[into + c] ?? 0) + weight * (data[from + c] ?? NaN);
        }
      }
    }
  }
  return padding;
}
