import type { Hidden, HiddenRows } from './hiding.ts';

export type Link = { readonly query: number; readonly key: number; readonly weight: number };

/**
 * The keys that one query looks at hardest, or the queries that look hardest at one key, largest weight first.
 * Shapes: pattern [query, key]; hidden [key] and [query]. Weights are those shown (renormalised when keys are hidden); links below
 * `least` are left out, and so is a token's link to itself, which has no arc.
 */
export function strongestLinks(
  pattern: Float32Array,
  nKeys: number,
  of: { readonly query: number | null; readonly key: number | null },
  hiding: { readonly hidden: Hidden; readonly rows: HiddenRows } | null,
  limit: number,
  least: number,
): readonly Link[] {
  const links: Link[] = [];
  const nQueries = pattern.length / nKeys;
  const weightAt = (query: number, key: number): number =>
    pattern[query * nKeys + key]! * (hiding?.rows.rowScale[query] ?? 1);
  const add = (query: number, key: number): void => {
    if (query === key || hiding?.hidden.keys[key] || hiding?.hidden.queries[query]) return;
    const weight = weightAt(query, key);
    if (weight >= least) links.push({ query, key, weight });
  };
  if (of.query !== null && of.query < nQueries) for (let key = 0; key < nKeys; key++) add(of.query, key);
  else if (of.key !== null && of.key < nKeys) for (let query = 0; query < nQueries; query++) add(query, of.key);
  return links.toSorted((a, b) => b.weight - a.weight).slice(0, limit);
}
