import { averageLinkage } from './cluster.ts';
import type { Tree } from './cluster.ts';

/** A tree of those items that can be held against each other. */
export type HeadTree = Tree & {
  /** The items below the tree, rising. `order` has these first, as they stand below it, then the others. */
  readonly placed: readonly number[];
};

/**
 * The items of which every two have a distance, rising: the one with the most gaps (NaN) goes first, of equals the last,
 * until no gap is left. None if of several items only one would stay. Shape: distance [item, item], symmetric.
 */
function comparableItems(distance: Float32Array, count: number): readonly number[] {
  const gaps = new Int32Array(count);
  for (let cell = 0; cell < count * count; cell++) {
    if (Number.isNaN(distance[cell]!)) gaps[Math.floor(cell / count)]!++;
  }
  const isOut = new Uint8Array(count);
  for (;;) {
    let worst = -1;
    for (let item = 0; item < count; item++) {
      if (isOut[item] === 0 && gaps[item]! > 0 && (worst < 0 || gaps[item]! >= gaps[worst]!)) worst = item;
    }
    if (worst < 0) break;
    isOut[worst] = 1;
    for (let item = 0; item < count; item++) if (Number.isNaN(distance[item * count + worst]!)) gaps[item]!--;
  }
  const kept = Array.from(isOut.keys()).filter((item) => isOut[item] === 0);
  return count > 1 && kept.length === 1 ? [] : kept;
}

/** The distances of some of the items, in the order given. Shape: distance [item, item]; result [given, given]. */
export function distancesAmong(distance: Float32Array, count: number, items: readonly number[]): Float32Array {
  return Float32Array.from(items.flatMap((a) => items.map((b) => distance[a * count + b]!)));
}

/** Average linkage of the comparable items; leaves are named by item and merge i makes node `count` + i. */
export function headTree(distance: Float32Array, count: number): HeadTree {
  const placed = comparableItems(distance, count);
  const { merges, order } = averageLinkage(distancesAmong(distance, count, placed), placed.length);
  const named = (node: number): number => placed[node] ?? node - placed.length + count;
  const isPlaced = new Set(placed);
  return {
    placed,
    merges: merges.map(({ a, b, height, size }) => ({ a: named(a), b: named(b), height, size })),
    order: [...order.map(named), ...Array.from({ length: count }, (_, item) => item).filter((i) => !isPlaced.has(i))],
  };
}
