import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { MAX_HEADS } from '../state/fields.ts';

/** The pinned heads with two more beside them, each once; null where there is no room for both. */
export function withTwins(pinned: readonly HeadRef[], twins: readonly [HeadRef, HeadRef]): readonly HeadRef[] | null {
  const heads = [...pinned, ...twins.filter((one) => !pinned.some((head) => sameHead(head, one)))];
  return heads.length > MAX_HEADS && heads.length > pinned.length ? null : heads;
}

/** Two heads in the model's order: layer, then head. */
export function inOrder([a, b]: readonly [HeadRef, HeadRef]): readonly [HeadRef, HeadRef] {
  return a.layer < b.layer || (a.layer === b.layer && a.head <= b.head) ? [a, b] : [b, a];
}
