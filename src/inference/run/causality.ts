import type { AttentionTensor } from '../../core/tensor.ts';

/** A masked weight is exactly 0; this leaves room for runtimes that mask with a large finite number. */
const ZERO = 1e-9;

/**
 * Whether no head gives any weight to a later position, as measured on one run.
 * Queries are the last of the keys where there are more keys. False for a single token, which tells nothing.
 */
export function looksCausal({ nQueries, nKeys, data }: AttentionTensor): boolean {
  const nEarlier = nKeys - nQueries;
  if (nQueries < 2 || nEarlier < 0) return false;
  for (let start = 0, row = 0; start < data.length; start += nKeys, row++) {
    const own = (row % nQueries) + nEarlier;
    for (let key = own + 1; key < nKeys; key++) {
      if ((data[start + key] ?? 0) >= ZERO) return false;
    }
  }
  return true;
}
