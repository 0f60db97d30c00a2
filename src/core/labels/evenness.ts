import type { Region } from './regions.ts';
import type { RowSums } from './rowSums.ts';
import { flatRowEntropy } from '../stats/flatRowEntropy.ts';

/** How evenly a head spreads its attention: entropy as a share of the largest possible one. */
export type Evenness = {
  /** Pooled entropy ratio, 0 (one key per row) to 1 (even attention). */
  readonly score: number;
  /** What rows with random weights (flat Dirichlet) would score, and the standard deviation of that. */
  readonly chance: number;
  readonly deviation: number;
  /** Mean attention inside the region. */
  readonly coverage: number;
  /** exp of the mean entropy: the number of keys that even attention of this entropy would use. */
  readonly effectiveKeys: number;
  readonly rows: number;
};

/** Rows with fewer keys say nothing of evenness: two random weights already have 72 % of the largest entropy. */
const MIN_KEYS = 3;

const NO_EVENNESS: Evenness = {
  score: NaN,
  chance: NaN,
  deviation: NaN,
  coverage: NaN,
  effectiveKeys: NaN,
  rows: 0,
};

/**
 * Entropy of the rows inside a region, each row weighted by its mass there: sum r H / sum r ln K.
 * Shapes: sums and rows [query].
 */
export function evennessOf(sums: RowSums, region: Region, rows: Uint8Array): Evenness {
  let count = 0;
  let mass = 0;
  let entropy = 0;
  let most = 0;
  let expected = 0;
  let variance = 0;
  for (let query = 0; query < rows.length; query++) {
    const nKeys = region.nKeys[query]!;
    if (rows[query] === 0 || nKeys < MIN_KEYS) continue;
    const rowMass = sums.mass[query]!;
    count++;
    mass += rowMass;
    if (rowMass > 0) entropy += sums.surprise[query]! + rowMass * Math.log(rowMass);
    most += rowMass * Math.log(nKeys);
    const flat = flatRowEntropy(nKeys);
    expected += rowMass * flat.mean;
    variance += rowMass * rowMass * flat.variance;
  }
  if (count === 0) return NO_EVENNESS;
  const scale = Math.max(most, 1e-12);
  return {
    score: entropy / scale,
    chance: expected / scale,
    deviation: Math.sqrt(variance) / scale,
    coverage: mass / count,
    effectiveKeys: Math.exp(entropy / Math.max(mass, 1e-12)),
    rows: count,
  };
}
