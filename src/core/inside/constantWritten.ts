/**
 * b_V W_O of each head, what it writes whatever the text: [heads of values * dV] and [heads * dV, d] -> [heads, d].
 * Null if the shapes do not fit.
 */
export function constantWritten(
  valueBias: Float32Array,
  weights: Float32Array,
  nHeads: number,
  nKeyHeads: number,
): Float32Array | null {
  const dV = valueBias.length / nKeyHeads;
  const d = weights.length / (nHeads * dV);
  if (!Number.isInteger(dV) || !Number.isInteger(d)) return null;
  const out = new Float32Array(nHeads * d);
  for (let head = 0; head < nHeads; head++) {
    const keyHead = Math.floor((head * nKeyHeads) / nHeads);
    for (let from = 0; from < dV; from++) {
      const bias = valueBias[keyHead * dV + from]!;
      for (let c = 0; c < d; c++) out[head * d + c]! += bias * weights[(head * dV + from) * d + c]!;
    }
  }
  return out;
}
