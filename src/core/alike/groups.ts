import type { HeadTree } from './headTree.ts';

/** Items that the tree joins below a height. */
export type HeadGroup = {
  /** A, B, C, ... from the largest group on; null for an item alone. */
  readonly letter: string | null;
  /** Rising. */
  readonly members: readonly number[];
};

/**
 * The groups that stay when a tree is cut at `tau`: what is joined at that height or below is one group. Largest first, of
 * equals the one with the lowest item; items that have no place in the tree are in none.
 */
export function cutTree({ placed, merges, order }: HeadTree, tau: number): readonly HeadGroup[] {
  const open = new Map<number, readonly number[]>(placed.map((item) => [item, [item]]));
  for (const [step, { a, b, height }] of merges.entries()) {
    const [one, other] = [open.get(a), open.get(b)];
    if (height > tau || one === undefined || other === undefined) break;
    open.delete(a);
    open.delete(b);
    open.set(order.length + step, [...one, ...other]);
  }
  return Array.from(open.values(), (members) => members.toSorted((a, b) => a - b))
    .toSorted((a, b) => b.length - a.length || a[0]! - b[0]!)
    .map((members, index) => ({ letter: members.length > 1 ? letterOf(index) : null, members }));
}

/** 0 -> A, 25 -> Z, 26 -> A1 */
function letterOf(index: number): string {
  const round = Math.floor(index / 26);
  return `${String.fromCharCode(65 + (index % 26))}${round === 0 ? '' : round}`;
}
