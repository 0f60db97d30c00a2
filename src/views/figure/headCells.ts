import { renormalise } from '../../core/hiding.ts';
import type { Hidden } from '../../core/hiding.ts';
import type { HeadRef } from '../../core/selection.ts';
import { patternOf } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { largestShown } from '../paint/largest.ts';
import { largestOfPair, patternPair } from '../paint/largestDifference.ts';
import { paintDifference } from '../paint/paintDifference.ts';
import { paintPattern } from '../paint/paintPattern.ts';
import { rampColor, rampPixels } from '../paint/ramp.ts';
import { signedColor, signedPixels } from '../paint/signedRamp.ts';
import { legendTicks, pixelTable } from '../paint/weightScale.ts';
import type { ScaleMode } from '../paint/weightScale.ts';
import { differenceTicks } from '../parts/DifferenceLegend.tsx';
import { INK } from '../picture/ink.ts';
import type { FigureLegend } from '../picture/legend.ts';
import type { Cells } from '../picture/pixelImage.ts';

/** The patterns of a figure as the screen draws them, but always in the light scheme. */
export type FigurePatterns = {
  readonly tensor: AttentionTensor;
  readonly isCausal: boolean;
  /** What is hidden, or null to show all. */
  readonly hidden: Hidden | null;
  readonly mode: ScaleMode;
  /** Draws how the weights differ from these, of the same shape; null for the weights themselves. */
  readonly base: AttentionTensor | null;
  /** The difference at the ends of the scale; on the scale `head` each head has its own largest. */
  readonly differenceMax: number;
};

export type HeadCells = Cells & {
  /** What the ramp ends at: a weight, or with `base` a difference. */
  readonly max: number;
  /** Attention of each row that lies on hidden keys; null where nothing is hidden, and for a difference. Shape [query]. */
  readonly hiddenMass: Float32Array | null;
};

/** The colours of one head's cells, from the painters of the screen; a head larger than `maxSide` is pooled as a thumbnail is. */
export function headCells(patterns: FigurePatterns, head: HeadRef, maxSide = Infinity): HeadCells {
  const { tensor, base, isCausal, hidden, mode } = patterns;
  const { nQueries, nKeys } = tensor;
  const [width, height] = [Math.min(nKeys, maxSide), Math.min(nQueries, maxSide)];
  const pixels = new Uint32Array(width * height);
  if (base !== null) {
    const pair = patternPair(tensor, base, head, isCausal, hidden);
    const max = mode === 'head' ? largestOfPair(pair) : patterns.differenceMax;
    paintDifference(pixels, width, height, { ...pair, pixels: signedPixels('light'), max });
    return { pixels, width, height, max, hiddenMass: null };
  }
  const pattern = patternOf(tensor, head);
  const rows = hidden === null ? null : renormalise(pattern, nKeys, hidden.keys);
  const hiding = hidden === null || rows === null ? null : { ...hidden, rowScale: rows.rowScale };
  const max = mode === 'head' ? largestShown(pattern, nKeys, hiding) : 1;
  const table = pixelTable({ mode, max }, rampPixels('light'));
  paintPattern(pixels, width, height, { pattern, nQueries, nKeys, table, isCausal, hiding });
  return { pixels, width, height, max, hiddenMass: rows?.hiddenMass ?? null };
}

const TITLES: Readonly<Record<ScaleMode, string>> = {
  absolute: 'weight, absolute',
  head: 'weight, to the head’s largest',
  log: 'weight, powers of ten',
};

/** The legend of cells whose ramp ends at `max`. */
export function cellsLegend({ base, mode, isCausal, hidden }: FigurePatterns, max: number): FigureLegend {
  const leftOut = [isCausal ? 'not allowed: future token' : '', hidden === null ? '' : 'hidden'];
  const words = leftOut.filter((word) => word !== '').join(', or ');
  const notes = words === '' ? [] : [{ fill: INK.leftOut, text: words }];
  if (base === null)
    return {
      title: TITLES[mode],
      color: (share) => rampColor('light', share),
      ticks: legendTicks({ mode, max }),
      notes,
    };
  return {
    title: mode === 'head' ? 'change of the weight, to the head’s largest' : 'change of the weight, after − before',
    color: (share) => signedColor('light', 2 * share - 1),
    ticks: differenceTicks(max),
    notes,
  };
}
