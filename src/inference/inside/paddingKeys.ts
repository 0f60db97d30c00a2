import type { PaddingKeys } from '../../core/inside/layer.ts';
import type { InnerTensor } from '../runtime/session.ts';
import type { WindowProducts } from './windowProducts.ts';

/** Weights as windows have them, [window, head, place, place], and where positions stand, from 1, 0 for padding. */
type InWindows = { readonly weights: InnerTensor; readonly places: Pick<InnerTensor, 'data'> };

/**
 * The padding of each query's window as keys: what each gets of the row, and its raw product. Null where no window has any, or weights are of
 * another form. Shapes: -> [head, position, count].
 */
export function paddingKeys({ weights, places }: InWindows, products: WindowProducts | null): PaddingKeys | null {
  const [nWindows = 0, nHeads = 0, size = 0, nKeys = 0, ...more] = weights.dims;
  if (more.length > 0 || size !== nKeys || nWindows * size !== places.data.length) return null;
  const ofWindow = Array.from({ length: nWindows }, (_, window) =>
    Array.from({ length: size }, (_one, key) => key).filter((key) => places.data[window * size + key] === 0),
  );
  const count = Math.max(0, ...ofWindow.map((keys) => (keys.length === size ? 0 : keys.length)));
  if (count === 0) return null;
  const n = places.data.reduce((most, place) => Math.max(most, place), 0);
  const own = new Float32Array(nHeads * n * count).fill(NaN);
  const raw = products && own.slice();
  for (const [at, position] of places.data.entries()) {
    if (position === 0) continue;
    const [window, place] = [Math.floor(at / size), at % size];
    for (let head = 0; head < nHeads; head++) {
      const row = ((window * nHeads + head) * size + place) * size;
      const into = (head * n + position - 1) * count;
      for (const [index, key] of (ofWindow[window] ?? []).entries()) {
        own[into + index] = weights.data[row + key] ?? NaN;
        if (raw !== null && products !== null) raw[into + index] = products(window, head, place, key);
      }
    }
  }
  return { count, weights: own, raw };
}
