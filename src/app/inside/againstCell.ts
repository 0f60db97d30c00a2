import type { AttentionTensor } from '../../core/tensor.ts';
import { clamped } from './pinnedCell.ts';
import type { Cell } from './pinnedCell.ts';

/** The place in another text of a query and a key of one; `isOther`: that text is too short for one of them, and its last stands for it. */
export function cellInOther(
  { query, key }: Cell,
  { nQueries, nKeys }: Pick<AttentionTensor, 'nQueries' | 'nKeys'>,
): { readonly cell: Cell; readonly isOther: boolean } {
  const cell = { query: clamped(query, nQueries), key: clamped(key, nKeys) };
  return { cell, isOther: cell.query !== query || cell.key !== key };
}
