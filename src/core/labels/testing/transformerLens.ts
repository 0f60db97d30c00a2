/** One query's allowed keys, 0 elsewhere; shape [query, key], causal. */
export type Rows = readonly (readonly number[])[];

export type Exclusions = { readonly firstKey: boolean; readonly currentToken: boolean };

/**
 * The two raw scores of a causal pattern against a detection pattern that are common in the literature, to show how they
 * differ from kappa. mul: share of the attention on the detected cells. abs: 1 - n x mean |pattern - detection|.
 */
export function rawDetection(pattern: Rows, detection: Rows, excluded: Exclusions): { mul: number; abs: number } {
  const n = pattern.length;
  let hits = 0;
  let total = 0;
  let difference = 0;
  for (let query = 0; query < n; query++) {
    for (let key = 0; key < n; key++) {
      if ((excluded.firstKey && key === 0) || (excluded.currentToken && key === query)) continue;
      const weight = pattern[query]![key]!;
      hits += weight * detection[query]![key]!;
      total += weight;
      difference += Math.abs(weight - detection[query]![key]!);
    }
  }
  return { mul: hits / total, abs: 1 - difference / n };
}

/** Detection pattern of "previous token". */
export function previousDetection(n: number): Rows {
  return Array.from({ length: n }, (_, query) => Array.from({ length: n }, (__, key) => Number(key === query - 1)));
}
