import type { Scheme } from '../paint/ramp.ts';
import { sizeCells } from '../paint/sizeCells.ts';
import type { SizeCells } from '../paint/sizeCells.ts';
import { outputWeightsLayout } from './OutputWeights.layout.ts';
import type { OutputWeightsLayout } from './OutputWeights.layout.ts';

export type OutputWeightsValues = {
  /** Names of the heads of the layer. */
  readonly heads: readonly string[];
  /** What all heads give at one query, one behind the other, [heads dV]. */
  readonly given: ArrayLike<number>;
  /** W_O, [heads dV, d]. */
  readonly weights: ArrayLike<number>;
  /** The head whose block is lit. */
  readonly lit: number;
};

/** All numbers as points; which head is lit changes none of them. */
type OutputCells = { readonly given: SizeCells; readonly weights: SizeCells };

type OutputWeightsPicture = OutputCells & {
  readonly layout: OutputWeightsLayout;
  readonly titles: readonly { readonly x: number; readonly text: string }[];
  readonly names: readonly { readonly y: number; readonly text: string; readonly isLit: boolean }[];
  /** Blocks that are not lit, from one height to another. */
  readonly veils: readonly { readonly top: number; readonly height: number }[];
  readonly litTop: number;
};

/** The numbers of the heads of a layer as points: what each gives, and its rows of W_O. Takes a walk through all of W_O. */
export function outputCells({ heads, given, weights }: Omit<OutputWeightsValues, 'lit'>, scheme: Scheme): OutputCells {
  const nRows = given.length;
  return {
    given: sizeCells({ values: given, nRows, nColumns: 1 }, heads.length, scheme),
    weights: sizeCells({ values: weights, nRows, nColumns: weights.length / Math.max(1, nRows) }, heads.length, scheme),
  };
}

/** What is to be drawn of the heads of a layer side by side: what each gives, and its rows of W_O beside it. */
export function outputWeightsPicture(
  { heads, given, weights, lit }: OutputWeightsValues,
  cells: OutputCells,
  width: number,
  rem: number,
): OutputWeightsPicture {
  const layout = outputWeightsLayout(heads.length, width, rem);
  const { top, block, every, left, weights: at } = layout;
  const nRows = given.length;
  const d = weights.length / Math.max(1, nRows);
  const litTop = top + lit * block;
  const end = top + heads.length * block;
  return {
    ...cells,
    layout,
    titles: [
      { x: left, text: 'z' },
      { x: at, text: `W_O: ${heads.length} × [${nRows / Math.max(1, heads.length)}, ${d}]` },
    ],
    names: heads.flatMap((text, head) => {
      const isLit = head === lit;
      return isLit || (head % every === 0 && Math.abs(head - lit) >= every)
        ? [{ y: top + (head + 0.5) * block, text, isLit }]
        : [];
    }),
    veils: [
      { top, height: litTop - top },
      { top: litTop + block, height: end - litTop - block },
    ].filter(({ height }) => height > 0),
    litTop,
  };
}
