/** Orders of the bars of a product: by channel, by how large they are, by what lifts this key over the others. */
export const PRODUCT_ORDERS = ['channel', 'size', 'lift'] as const;
export type ProductOrder = (typeof PRODUCT_ORDERS)[number];

/**
 * What each channel adds to the raw product of a query and a key, p_c = q_c k_c; exact, since a double holds the product of two floats.
 * Shapes: query and key [dK] -> into [dK], which is returned.
 */
export function productsInto(into: Float64Array, query: Float32Array, key: Float32Array): Float64Array {
  for (let c = 0; c < into.length; c++) into[c] = query[c]! * key[c]!;
  return into;
}

/**
 * The mean of the keys that a query may look at. Shapes: keys [key, dK], allowed [key] -> [dK]; all 0 where no key is allowed.
 * It is the same for every key of a row, so it is worked out once a row.
 */
export function meanKey(keys: Float32Array, allowed: Uint8Array, dK: number): Float64Array {
  const mean = new Float64Array(dK);
  let count = 0;
  for (let key = 0; key < allowed.length; key++) {
    if (allowed[key] === 0) continue;
    count++;
    for (let c = 0; c < dK; c++) mean[c]! += keys[key * dK + c]!;
  }
  if (count > 0) for (let c = 0; c < dK; c++) mean[c]! /= count;
  return mean;
}

/**
 * What each channel adds to this key over the mean of the allowed ones, q_c (k_c - mean k_c): a softmax does not see what all keys share.
 * Sums to r_ij less the mean of the row. Shapes: query, key and mean [dK] -> into [dK], which is returned.
 */
export function liftsInto(
  into: Float64Array,
  query: Float32Array,
  key: Float32Array,
  mean: Float64Array,
): Float64Array {
  for (let c = 0; c < into.length; c++) into[c] = query[c]! * (key[c]! - mean[c]!);
  return into;
}

/** Which channel a channel is rotated with: `halves` are c and c + dK/2, `neighbours` 2c and 2c + 1. */
type Pairing = 'halves' | 'neighbours';

/**
 * The same where positions rotate queries and keys: what each pair of channels adds, since one channel alone has no meaning then.
 * Shape: parts [dK] -> [dK / 2], with the same sum. Throws RangeError for an odd number of channels.
 */
export function pairSums(parts: Float64Array, pairing: Pairing): Float64Array {
  if (parts.length % 2 !== 0) throw new RangeError(`invalid parts: ${parts.length} channels cannot be paired`);
  const half = parts.length / 2;
  const sums = new Float64Array(half);
  for (let pair = 0; pair < half; pair++) {
    sums[pair] = pairing === 'halves' ? parts[pair]! + parts[pair + half]! : parts[2 * pair]! + parts[2 * pair + 1]!;
  }
  return sums;
}

/**
 * In which order bars stand: as they are, largest |part| first, or what lifts most first and what lowers most last; of equals the lower
 * channel first. `parts` are products, or lifts in the order `lift`. Shape: parts [dK] -> channels [dK].
 */
export function orderOf(parts: Float64Array, order: ProductOrder): Uint32Array {
  const channels = Uint32Array.from(parts, (_, c) => c);
  if (order === 'size') channels.sort((a, b) => Math.abs(parts[b]!) - Math.abs(parts[a]!) || a - b);
  if (order === 'lift') channels.sort((a, b) => parts[b]! - parts[a]! || a - b);
  return channels;
}

/** The sum so far behind each bar; the last is the sum of all. Shapes: parts [dK], channels [dK], an order -> [dK]. */
export function runningSums(parts: Float64Array, channels: Uint32Array): Float64Array {
  const sums = new Float64Array(channels.length);
  let sum = 0;
  for (let at = 0; at < channels.length; at++) sums[at] = sum += parts[channels[at]!]!;
  return sums;
}
