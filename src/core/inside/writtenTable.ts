import { normedPart, overAverage } from './direct.ts';
import type { FrozenNorm, Unembedding } from './direct.ts';
import type { Slices } from '../slices.ts';

/** What a head writes of a value, over the vocabulary: a row for each channel of the value, and one for what every text gets. */
type WrittenTable = {
  /** [dV, nTokens]. */
  readonly rows: Float32Array;
  /** [nTokens]; null for nothing. */
  readonly constant: Float32Array | null;
};

/**
 * The table of one head: each of its rows of W_O through norm and vocabulary, so that a value takes dV x nTokens steps instead of d x nTokens.
 * Shapes: outputRows [dV, d]; constant [d], b_V W_O of the head, or null.
 */
export function* writtenTable(
  outputRows: Float32Array,
  constant: Float32Array | null,
  norm: FrozenNorm,
  table: Unembedding,
): Slices<WrittenTable> {
  const { d, nTokens } = table;
  const dV = outputRows.length / d;
  const rows = new Float32Array(dV * nTokens);
  for (let c = 0; c < dV; c++) {
    rows.set(overAverage(normedPart(outputRows.subarray(c * d, (c + 1) * d), norm), table), c * nTokens);
    yield;
  }
  return { rows, constant: constant && Float32Array.from(overAverage(normedPart(constant, norm), table)) };
}

/** What the head writes of one value, without what every text gets. Shapes: value [dV] -> into [nTokens], which is returned. */
export function writtenOfValue(
  into: Float32Array,
  value: Float32Array,
  { rows, constant }: WrittenTable,
): Float32Array {
  const nTokens = into.length;
  if (constant === null) into.fill(0);
  else for (let id = 0; id < nTokens; id++) into[id] = -constant[id]!;
  for (let c = 0; c < value.length; c++) {
    const part = value[c]!;
    for (let id = 0, at = c * nTokens; id < nTokens; id++, at++) into[id]! += part * rows[at]!;
  }
  return into;
}
