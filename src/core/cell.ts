import type { Hidden, HiddenRows } from './hiding.ts';

/** What one cell of a pattern says: "row looks at column: weight, its rank-th of nAllowed". */
type CellReading = {
  /** The weight as shown (renormalised if keys are hidden), or null where the model may not look. */
  readonly weight: number | null;
  /** The weight as the model gave it. */
  readonly rawWeight: number;
  /** 1 = the largest weight of the row; equal weights share the better rank. */
  readonly rank: number;
  readonly nAllowed: number;
  readonly state: 'shown' | 'future' | 'hidden';
};

/**
 * Reads one cell.
 * Shape: pattern [query, key]; hidden and rows come together when special tokens are hidden.
 * Throws RangeError outside the pattern.
 */
export function readCell(
  pattern: Float32Array,
  nKeys: number,
  query: number,
  key: number,
  isCausal: boolean,
  hiding: { readonly hidden: Hidden; readonly rows: HiddenRows } | null,
): CellReading {
  const nQueries = pattern.length / nKeys;
  if (!(query >= 0 && query < nQueries && key >= 0 && key < nKeys)) {
    throw new RangeError(`invalid cell: ${query}, ${key} (pattern is ${nQueries} x ${nKeys})`);
  }
  const rawWeight = pattern[query * nKeys + key]!;
  if (isCausal && key > query) return { weight: null, rawWeight, rank: 0, nAllowed: 0, state: 'future' };
  const isHidden = hiding !== null && (hiding.hidden.keys[key] === 1 || hiding.hidden.queries[query] === 1);
  let rank = 1;
  let nAllowed = 0;
  const last = isCausal ? query : nKeys - 1;
  for (let other = 0; other <= last; other++) {
    if (hiding?.hidden.keys[other]) continue;
    nAllowed++;
    if (pattern[query * nKeys + other]! > rawWeight) rank++;
  }
  if (isHidden) return { weight: null, rawWeight, rank, nAllowed, state: 'hidden' };
  return {
    weight: hiding ? rawWeight * hiding.rows.rowScale[query]! : rawWeight,
    rawWeight,
    rank,
    nAllowed,
    state: 'shown',
  };
}

/** 1 -> "1st", 2 -> "2nd", 11 -> "11th". */
export function ordinal(n: number): string {
  const tens = n % 100;
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${suffix}`;
}
