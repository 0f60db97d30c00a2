/**
 * Which keys the model lets each query of one layer see, read off what its heads did in one pass: a key is masked where
 * no head gives it any weight. Causal masks, windows, padding and prefixes all show so, whatever made them.
 * Shape: weights [head, query, key], after softmax -> [query, key], 1 for allowed and 0 for masked.
 *
 * A weight of exactly 0 may also be one too small for its number type. That happens to one head at one key, hardly to all
 * heads of a layer at once. A layer of one head has no others to ask: there keys between the first and the last with
 * weight in a row count as allowed, since masks leave out ends of rows or whole columns, not single cells.
 * Throws RangeError if `weights` is not nQueries x nKeys for each head.
 */
export function allowedKeys(weights: Float32Array, nQueries: number, nKeys: number): Uint8Array {
  const area = nQueries * nKeys;
  if (weights.length === 0 || weights.length % area !== 0) {
    throw new RangeError(`invalid weights: ${weights.length} numbers (${nQueries} queries, ${nKeys} keys)`);
  }
  const allowed = new Uint8Array(area);
  for (let start = 0; start < weights.length; start += area) {
    for (let cell = 0; cell < area; cell++) if (weights[start + cell]! > 0) allowed[cell] = 1;
  }
  if (weights.length === area) closeGaps(allowed, nKeys);
  return allowed;
}

/** Fills each row between its ends, but for columns that no row sees. */
function closeGaps(allowed: Uint8Array, nKeys: number): void {
  const isSeen = new Uint8Array(nKeys);
  for (let cell = 0; cell < allowed.length; cell++) if (allowed[cell] === 1) isSeen[cell % nKeys] = 1;
  for (let start = 0; start < allowed.length; start += nKeys) {
    const row = allowed.subarray(start, start + nKeys);
    const last = row.lastIndexOf(1);
    for (let key = row.indexOf(1); key >= 0 && key < last; key++) if (isSeen[key] === 1) row[key] = 1;
  }
}

/** Even weights over all allowed keys. Shape: allowed [query, key] -> [query, key]; rows sum to 1, or to 0 where all is masked. */
export function flatPattern(allowed: Uint8Array, nKeys: number): Float32Array {
  const pattern = new Float32Array(allowed.length);
  for (let start = 0; start < allowed.length; start += nKeys) fillRow(pattern, allowed, start, nKeys);
  return pattern;
}

/**
 * A pattern without the keys that are masked; the weights that are left are scaled up to the sum that the row had. A row
 * that loses all of them is even over what is allowed. Shape: pattern and allowed [query, key] -> [query, key].
 */
export function maskPattern(pattern: Float32Array, allowed: Uint8Array, nKeys: number): Float32Array {
  const masked = pattern.map((weight, cell) => (allowed[cell] === 1 ? weight : 0));
  for (let start = 0; start < pattern.length; start += nKeys) {
    const sum = sumOf(pattern, start, nKeys);
    const left = sumOf(masked, start, nKeys);
    if (left === sum) continue;
    if (left === 0) fillRow(masked, allowed, start, nKeys);
    else for (let cell = start; cell < start + nKeys; cell++) masked[cell] = (masked[cell]! * sum) / left;
  }
  return masked;
}

/** Scales each row of `pattern`, which sums to 1, to the sum of the same row of `weights`. Shapes: [query, key]. */
export function withRowSums(pattern: Float32Array, weights: Float32Array, nKeys: number): Float32Array {
  const scaled = pattern.slice();
  for (let start = 0; start < scaled.length; start += nKeys) {
    const sum = sumOf(weights, start, nKeys);
    for (let cell = start; cell < start + nKeys; cell++) scaled[cell] = scaled[cell]! * sum;
  }
  return scaled;
}

function fillRow(into: Float32Array, allowed: Uint8Array, start: number, nKeys: number): void {
  let count = 0;
  for (let cell = start; cell < start + nKeys; cell++) count += allowed[cell]!;
  for (let cell = start; cell < start + nKeys; cell++) into[cell] = allowed[cell] === 1 ? 1 / count : 0;
}

function sumOf(data: Float32Array, start: number, nKeys: number): number {
  let sum = 0;
  for (let cell = start; cell < start + nKeys; cell++) sum += data[cell]!;
  return sum;
}
