import { preciseNumber } from '../parts/numbers.ts';
import { signedPixels, SIGNED_STEPS } from '../paint/signedRamp.ts';
import type { Scheme } from '../paint/ramp.ts';
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

/** Numbers as points, the largest in size on the ends of the ramp. */
export type SignedCells = {
  /** [height, width], 0xAABBGGRR. */
  readonly pixels: Uint32Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** The number at the ends of the ramp. */
  readonly max: number;
  /** How many numbers a point may stand for: it is the largest in size of them. */
  readonly nUnder: number;
};

export type OutputWeightsPicture = {
  readonly layout: OutputWeightsLayout;
  readonly given: SignedCells;
  readonly weights: SignedCells;
  readonly titles: readonly { readonly x: number; readonly text: string }[];
  readonly names: readonly { readonly y: number; readonly text: string; readonly isLit: boolean }[];
  /** Blocks that are not lit, from one height to another. */
  readonly veils: readonly { readonly top: number; readonly height: number }[];
  readonly litTop: number;
};

/** More points than these are seen by nobody. */
const MOST = 192;

/** What is to be drawn of the heads of a layer side by side: what each gives, and its rows of W_O beside it. */
export function outputWeightsPicture(
  { heads, given, weights, lit }: OutputWeightsValues,
  width: number,
  rem: number,
  scheme: Scheme,
): OutputWeightsPicture {
  const layout = outputWeightsLayout(heads.length, width, rem);
  const { top, block, every, left, weights: at } = layout;
  const nRows = given.length;
  const d = weights.length / Math.max(1, nRows);
  const litTop = top + lit * block;
  const end = top + heads.length * block;
  return {
    layout,
    given: signedCells(given, nRows, 1, heads.length, scheme),
    weights: signedCells(weights, nRows, d, heads.length, scheme),
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
function signedCells(
  values: ArrayLike<number>,
  nRows: number,
  nColumns: number,
  nHeads: number,
  scheme: Scheme,
): SignedCells {
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
      const value = values[row * nColumns + column] ?? 0;
      if (Math.abs(value) > Math.abs(largest[place] ?? 0)) largest[place] = value;
    }
  }
  const max = largest.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const ramp = signedPixels(scheme);
  const pixels = Uint32Array.from(largest, (value) => ramp[step(value, max)] ?? 0);
  return { pixels, width, height, max, nUnder: tall * wide };
}

function step(value: number, max: number): number {
  return SIGNED_STEPS + (max === 0 ? 0 : Math.round((value / max) * SIGNED_STEPS));
}

/** "numbers of z from −5.24 to 5.24": what the colours of cells mean, in words. */
export function cellsWords(name: string, { max, nUnder }: SignedCells): string {
  const under = nUnder === 1 ? '' : '; a point is the largest in size under it';
  return `${name}, −${preciseNumber(max)} to ${preciseNumber(max)}${under}`;
}
