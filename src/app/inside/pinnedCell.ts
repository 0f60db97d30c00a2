import { patternOf } from '../../core/tensor.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionTensor } from '../../core/tensor.ts';

/** The query and the key that are looked into. */
export type Cell = {
  readonly query: number;
  readonly key: number;
};

type Wanted = {
  readonly cell: readonly [query: number, key: number] | null;
  readonly askedQuery: number | null;
  readonly askedKey: number | null;
};

/** The cell without a pointer. */
export function pinnedCell(tensor: AttentionTensor, head: HeadRef, { cell, askedQuery, askedKey }: Wanted): Cell {
  const { nQueries, nKeys } = tensor;
  if (cell !== null && cell[0] < nQueries && cell[1] < nKeys) return { query: cell[0], key: cell[1] };
  if (askedKey !== null && askedKey < nKeys) return { query: largestQuery(tensor, head, askedKey), key: askedKey };
  const query = clamped(askedQuery ?? nQueries - 1, nQueries);
  return { query, key: largestKey(tensor, head, query) };
}

/** The first of the keys that a query looks at most. */
export function largestKey(tensor: AttentionTensor, head: HeadRef, query: number): number {
  const { nKeys } = tensor;
  const row = patternOf(tensor, head).subarray(query * nKeys, (query + 1) * nKeys);
  // A row that is not finite has none.
  return Math.max(0, row.indexOf(Math.max(...row)));
}

function largestQuery(tensor: AttentionTensor, head: HeadRef, key: number): number {
  const pattern = patternOf(tensor, head);
  let best = key < tensor.nQueries ? key : 0;
  for (let query = 0; query < tensor.nQueries; query++) {
    if ((pattern[query * tensor.nKeys + key] ?? 0) > (pattern[best * tensor.nKeys + key] ?? 0)) best = query;
  }
  return best;
}

/** A position within a text. */
export function clamped(at: number, count: number): number {
  return Math.max(0, Math.min(count - 1, at));
}
