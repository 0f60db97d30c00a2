/** What one key adds to the result of a head, a_j v_j. Shapes: value [dV] -> into [dV], which is returned. */
export function weightedValueInto(into: Float64Array, weight: number, value: Float32Array): Float64Array {
  for (let c = 0; c < into.length; c++) into[c] = weight * value[c]!;
  return into;
}

/**
 * Inner products of the rows of a head's output weights, W W^T: with them the length of v W takes dV^2 steps instead of dV d.
 * Shape: outputRows [dV, d], the head's rows of W_O -> [dV, dV].
 */
export function outputGram(outputRows: Float32Array, dV: number): Float64Array {
  const d = outputRows.length / dV;
  const gram = new Float64Array(dV * dV);
  for (let a = 0; a < dV; a++) {
    for (let b = a; b < dV; b++) {
      let sum = 0;
      for (let c = 0, i = a * d, j = b * d; c < d; c++, i++, j++) sum += outputRows[i]! * outputRows[j]!;
      gram[a * dV + b] = gram[b * dV + a] = sum;
    }
  }
  return gram;
}

/**
 * How long a vector each key offers to the stream, |f_j| with f_j = v_j W_O of the head; the bias of the values is in it, that of W_O is not.
 * Unit: length in the stream. Shapes: values [key, dV], gram [dV, dV] -> [key].
 */
export function offeredLengths(values: Float32Array, gram: Float64Array, dV: number): Float64Array {
  const lengths = new Float64Array(values.length / dV);
  for (let key = 0; key < lengths.length; key++) {
    const start = key * dV;
    let square = 0;
    for (let a = 0; a < dV; a++) {
      let sum = 0;
      for (let b = 0; b < dV; b++) sum += gram[a * dV + b]! * values[start + b]!;
      square += values[start + a]! * sum;
    }
    // Rounding alone takes the square of a vector that W_O makes 0 below 0.
    lengths[key] = Math.sqrt(Math.max(0, square));
  }
  return lengths;
}

/** One row of "weight x length", what keys send and how much of it is left. Unit: length in the stream. */
export type SentRow = {
  /** a_j |f_j|, [key]. */
  readonly sent: Float64Array;
  readonly sum: number;
  /** Length of what the head writes over that sum, 0 to 1: 1 where all keys send the same way; null where nothing is sent, or more is written than comes of keys. */
  readonly left: number | null;
};

/** What each key sends at one query. Shapes: weights and offered [key]; `written` is the length of what the head writes there, null where more than keys is in it. */
export function sentRow(weights: ArrayLike<number>, offered: Float64Array, written: number | null): SentRow {
  const sent = offered.map((length, key) => weights[key]! * length);
  const sum = sent.reduce((all, one) => all + one, 0);
  return { sent, sum, left: sum > 0 && written !== null ? Math.min(1, written / sum) : null };
}
