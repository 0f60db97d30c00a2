import { preciseNumber } from '../parts/numbers.ts';
import { rampColor, rampPixels } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import type { RampLegendProps } from '../parts/RampLegend.tsx';
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

/** Numbers as points by their size, whatever their sign: the largest stands at the end of the ramp. */
export type SizeCells = {
  /** [height, width], 0xAABBGGRR. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** The size at the end of the ramp. */
  readonly max: number;
  /** How many numbers a point may stand for: it is the largest of them. */
  readonly nUnder: number;
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

/** More points than these are seen by nobody. */
const MOST = 192;

/** The numbers of the heads of a layer as points: what each gives, and its rows of W_O. Takes a walk through all of W_O. */
export function outputCells({ heads, given, weights }: Omit<OutputWeightsValues, 'lit'>, scheme: Scheme): OutputCells {
  const nRows = given.length;
  return {
    given: sizeCells(given, nRows, 1, heads.length, scheme),
    weights: sizeCells(weights, nRows, weights.length / Math.max(1, nRows), heads.length, scheme),
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

/** Rows of numbers as points; where they are too many, rows of one head and neighbouring columns share one. */
function sizeCells(
  values: ArrayLike<number>,
  nRows: number,
  nColumns: number,
  nHeads: number,
  scheme: Scheme,
): SizeCells {
  const perHead = nRows / Math.max(1, nHeads);
  const tall = Math.max(1, Math.ceil(perHead / Math.max(1, Math.floor(MOST / Math.max(1, nHeads)))));
  const wide = Math.max(1, Math.ceil(nColumns / MOST));
  const rowsOfHead = Math.ceil(perHead / tall);
  const [height, width] = [rowsOfHead * nHeads, Math.ceil(nColumns / wide)];
  const largest = new Float64Array(height * width);
  for (let row = 0; row < nRows; row++) {
    const y = Math.floor(row / perHead) * rowsOfHead + Math.floor((row % perHead) / tall);
    for (let column = 0; column < nColumns; column++) {
      const place = y * width + Math.floor(column / wide);
      const size = Math.abs(values[row * nColumns + column] ?? 0);
      if (size > (largest[place] ?? 0)) largest[place] = size;
    }
  }
  const max = largest.reduce((most, size) => Math.max(most, size), 0);
  const ramp = rampPixels(scheme);
  const pixels = Uint32Array.from(
    largest,
    (size) => ramp[max === 0 ? 0 : Math.round((size / max) * (ramp.length - 1))] ?? 0,
  );
  return { pixels, width, height, max, nUnder: tall * wide };
}

/** What the colours of points mean. */
export function cellsLegend(name: string, { max, nUnder }: SizeCells, scheme: Scheme): RampLegendProps {
  const under = nUnder === 1 ? '' : ', the largest under a point';
  return {
    title: `size of numbers of ${name}${under}`,
    color: (share) => rampColor(scheme, share),
    ticks: [0, 0.5, 1].map((share) => ({ share, text: preciseNumber(share * max) })),
  };
}
