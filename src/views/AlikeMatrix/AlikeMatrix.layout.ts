/** Two nodes that become one: leaves are 0 to n - 1, the i-th merge makes node n + i. */
export type TreeMerge = { readonly a: number; readonly b: number; readonly height: number };

/** Places of the parts, in CSS pixels from the top left; rows and columns stand in the order of the tree. */
export type AlikeLayout = {
  readonly n: number;
  /** Where the cells begin, and the side of the square that they fill. */
  readonly left: number;
  readonly top: number;
  readonly side: number;
  readonly cell: number;
  /** The tree reaches from its root at `treeLeft` to its leaves at `treeRight`; both equal without room for one. */
  readonly treeLeft: number;
  readonly treeRight: number;
  /** Every how many rows a name fits. */
  readonly every: number;
};

/** Fits n x n cells, their names and the tree into a box. */
export function alikeLayout(n: number, hasTree: boolean, width: number, height: number, rem: number): AlikeLayout {
  const top = 1.5 * rem;
  const names = 3.3 * rem;
  const tree = hasTree ? Math.max(3.5 * rem, Math.min(8 * rem, width * 0.2)) : 0;
  const left = tree + names;
  const side = Math.max(6 * rem, Math.min(width - left - 2, height - top - 2));
  const cell = side / Math.max(1, n);
  return {
    n,
    left,
    top,
    side,
    cell,
    treeLeft: 2,
    treeRight: hasTree ? tree : 2,
    every: Math.max(1, Math.ceil((0.8 * rem) / cell)),
  };
}

/** The size of names beside rows of some height, on paper, in CSS pixels. */
export function paperNameSize(cell: number): number {
  return Math.max(5, Math.min(9, cell - 1));
}

/** The same on paper: a square of a side that does not depend on a screen, with the tree beside it. */
export function paperAlikeLayout(n: number, hasTree: boolean, side: number): AlikeLayout {
  const layout = alikeLayout(n, hasTree, side + 140, side, 15);
  return { ...layout, every: Math.max(1, Math.ceil((paperNameSize(layout.cell) + 1) / layout.cell)) };
}

/** The row and the column at a point; the column is null on names and tree, all is null outside. */
export function placeAt(
  { left, top, side, cell, n }: AlikeLayout,
  x: number,
  y: number,
): { readonly row: number; readonly column: number | null } | null {
  const row = Math.floor((y - top) / cell);
  if (row < 0 || row >= n || x < 0 || x >= left + side) return null;
  return { row, column: x < left ? null : Math.min(n - 1, Math.floor((x - left) / cell)) };
}

/** A branch of the tree as an SVG path, and whether it joins heads nearer than tau. */
export type Branch = { readonly path: string; readonly height: number; readonly isBelow: boolean };

/** The distance at the left end of the tree: the highest merge, and tau with room to spare. */
export function treeExtent(merges: readonly TreeMerge[], tau: number): number {
  return Math.max(tau * 1.15, 1e-6, ...merges.map((merge) => merge.height)) * 1.03;
}

/** Where a distance lies on the tree's axis: 0 at the leaves. */
export function treeX({ treeLeft, treeRight }: AlikeLayout, height: number, extent: number): number {
  return treeRight - ((treeRight - treeLeft) * Math.min(height, extent)) / extent;
}

/**
 * The branches of a tree whose leaves stand in the given order.
 * Throws RangeError for a merge of a node that is not made yet.
 */
export function branches(
  layout: AlikeLayout,
  merges: readonly TreeMerge[],
  order: readonly number[],
  tau: number,
): readonly Branch[] {
  const extent = treeExtent(merges, tau);
  const nodes: { x: number; y: number }[] = [];
  for (const [row, leaf] of order.entries())
    nodes[leaf] = { x: layout.treeRight, y: layout.top + (row + 0.5) * layout.cell };
  return merges.map(({ a, b, height }) => {
    const [one, other] = [nodes[a], nodes[b]];
    if (one === undefined || other === undefined) throw new RangeError(`invalid merge: ${a}, ${b}`);
    const x = treeX(layout, height, extent);
    nodes.push({ x, y: (one.y + other.y) / 2 });
    const path = `M${round(one.x)} ${round(one.y)}H${round(x)}V${round(other.y)}H${round(other.x)}`;
    return { path, height, isBelow: height <= tau };
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

export type PairPlace = { readonly row: number; readonly column: number };

/** Where a pair of heads stands in the order of the tree; null if it is not there. */
export function placeOf(order: readonly number[], pair: readonly [number, number] | null): PairPlace | null {
  if (pair === null) return null;
  const [row, column] = [order.indexOf(pair[0]), order.indexOf(pair[1])];
  return row < 0 || column < 0 ? null : { row, column };
}

/** Where an arrow key leads; null for any other key. */
export function movePair(n: number, from: PairPlace | null, key: string): PairPlace | null {
  const step = STEPS[key];
  if (step === undefined || n === 0) return null;
  if (from === null) return { row: Math.min(1, n - 1), column: 0 };
  const clamp = (at: number): number => Math.max(0, Math.min(n - 1, at));
  return { row: clamp(from.row + step[0]), column: clamp(from.column + step[1]) };
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** A pixel for each pair in the order of the tree: alike is far from the page's colour; NaN stays unpainted. */
export function distancePixels(
  distance: ArrayLike<number>,
  order: readonly number[],
  ramp: Uint32Array,
): Uint32Array<ArrayBuffer> {
  const n = order.length;
  const pixels = new Uint32Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const value = distance[(order[row] ?? 0) * n + (order[column] ?? 0)] ?? Number.NaN;
      const share = 1 - Math.max(0, Math.min(1, value));
      pixels[row * n + column] = Number.isNaN(value) ? 0 : (ramp[Math.round(share * (ramp.length - 1))] ?? 0);
    }
  }
  return pixels;
}
