/** Weights of a layer put together out of those of its windows. */
type Assembled = {
  /** [head, query, key] */
  readonly dims: readonly number[];
  readonly data: Float32Array;
  /** True if a part of a row goes to padding, which is no position. */
  readonly hasPadding: boolean;
};

/** More weights of one layer than are held beside the model: 64 MiB of float32. */
const MAX_WEIGHTS = 2 ** 24;

/**
 * Puts windows together over all positions: a key outside of the window of a query gets `outside`, by default 0 as one that is masked.
 * Shape: weights [window, head, query, key], places [window, position in it] from 1, 0 for padding.
 * Returns why, in words for people, if that cannot be done.
 */
export function assembleWindows(
  dims: readonly number[],
  weights: Float32Array,
  places: Float32Array,
  outside = 0,
): Assembled | string {
  const [nWindows = 0, nHeads = 0, nInside = 0, nKeys = 0, ...more] = dims;
  if (more.length > 0 || nInside !== nKeys || places.length !== nWindows * nInside) {
    return `its weights of shape [${dims.join(', ')}] are no windows`;
  }
  const n = places.reduce((most, place) => Math.max(most, place), 0);
  if (nHeads * n * n > MAX_WEIGHTS) {
    return `its ${nWindows} windows make ${nHeads} heads of ${n} x ${n} weights, more than can be shown`;
  }
  const positions = places.filter((place) => place > 0);
  // Each position stands in one window: what overlaps has no one row.
  if (positions.length !== n || new Set(positions).size !== n) return 'its windows overlap or leave positions out';
  const data = new Float32Array(nHeads * n * n).fill(outside);
  for (let window = 0; window < nWindows; window++) {
    const inside = places.subarray(window * nInside, (window + 1) * nInside);
    for (let head = 0; head < nHeads; head++) {
      const start = (window * nHeads + head) * nInside * nInside;
      inside.forEach((query, row) => {
        if (query === 0) return;
        inside.forEach((key, column) => {
          if (key > 0) data[(head * n + query - 1) * n + key - 1] = weights[start + row * nInside + column] ?? 0;
        });
      });
    }
  }
  return { dims: [nHeads, n, n], data, hasPadding: positions.length < places.length };
}

/** Windows and heads that lie in one axis as two, heads within each window: [window * head, place, n] -> [window, head, place, n]. */
export function windowsApart(dims: readonly number[], nPlaces: number): readonly number[] {
  const [nAll = 0, nInside = 0, n = 0] = dims;
  const nWindows = nPlaces / nInside;
  return dims.length === 3 ? [nWindows, nAll / nWindows, nInside, n] : dims;
}
