import type { AlikeKeys } from '../../core/alike/comparison.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import { rampColor, rampPixels } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { distanceTicks } from '../parts/distanceTicks.ts';
import type { RampLegendProps } from '../parts/RampLegend.tsx';
import { branches, distancePixels, treeExtent, treeX } from './AlikeMatrix.layout.ts';
import type { AlikeLayout, Branch, TreeMerge } from './AlikeMatrix.layout.ts';
import { distanceTitle } from './words.ts';

/** How alike every two heads look. */
export type AlikeValues = {
  /** By index: layer x nHeads + head, with the true number of the layer. */
  readonly names: readonly string[];
  /** Those that the distances are on. */
  readonly keys: AlikeKeys;
  /** 0 alike to 1, NaN where it cannot be judged. Shape: [head, head]. */
  readonly distance: ArrayLike<number>;
  /** Heads in the order of the tree's leaves, those that have no place in it last. */
  readonly order: readonly number[];
  /** The tree, lowest first; empty for none. */
  readonly merges: readonly TreeMerge[];
  /** The distance below which heads count as alike. */
  readonly tau: number;
};

export type AlikePicture = {
  readonly layout: AlikeLayout;
  /** A pixel for each pair, n x n, 0 where it cannot be judged. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** By row: x is where the name ends, y its middle; empty where there is no room for one. */
  readonly names: readonly { readonly name: string; readonly x: number; readonly y: number }[];
  readonly tree: readonly Branch[];
  /** The line at tau, with its number; null without a tree. */
  readonly cut: { readonly x: number; readonly top: number; readonly bottom: number; readonly text: string } | null;
  readonly legend: Required<RampLegendProps>;
};

/** What is to be drawn of distances: a square in the order of clusters, and the tree of clusters beside it. */
export function alikePicture(values: AlikeValues, layout: AlikeLayout, scheme: Scheme): AlikePicture {
  const { names, keys, distance, order, merges, tau } = values;
  const { left, top, side, cell, every } = layout;
  return {
    layout,
    pixels: distancePixels(distance, order, rampPixels(scheme)),
    names: order.map((head, row) => ({
      name: row % every === 0 ? (names[head] ?? '') : '',
      x: left - 4,
      y: top + (row + 0.5) * cell,
    })),
    tree: branches(layout, merges, order, tau),
    cut:
      merges.length === 0
        ? null
        : {
            x: treeX(layout, tau, treeExtent(merges, tau)),
            top: top - 2,
            bottom: top + side,
            text: twoDecimals(tau),
          },
    legend: {
      title: distanceTitle(keys),
      color: (share) => rampColor(scheme, 1 - share),
      ticks: distanceTicks(1),
      notes: Array.from(distance).some(Number.isNaN) ? [{ swatch: 'hatched', text: 'cannot be judged' }] : [],
    },
  };
}
