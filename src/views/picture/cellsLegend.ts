import type { ShownPatterns } from '../paint/headPaint.ts';
import { rampColor } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { signedColor } from '../paint/signedRamp.ts';
import { legendTicks } from '../paint/weightScale.ts';
import type { ScaleMode } from '../paint/weightScale.ts';
import { differenceTicks } from '../parts/DifferenceLegend.tsx';
import { INK } from './ink.ts';
import type { Ink } from './ink.ts';
import type { FigureLegend } from './legend.ts';

const TITLES: Readonly<Record<ScaleMode, string>> = {
  absolute: 'weight, absolute',
  head: 'weight, to the head’s largest',
  log: 'weight, powers of ten',
};

/** The legend of cells whose ramp ends at `max`. */
export function cellsLegend(
  { base, mode, isCausal, hidden }: ShownPatterns,
  max: number,
  scheme: Scheme = 'light',
  ink: Ink = INK,
): FigureLegend {
  const leftOut = [isCausal ? 'not allowed: future token' : '', hidden === null ? '' : 'hidden'];
  const words = leftOut.filter((word) => word !== '').join(', or ');
  const notes = words === '' ? [] : [{ fill: ink.leftOut, text: words }];
  if (!base)
    return {
      title: TITLES[mode],
      color: (share) => rampColor(scheme, share),
      ticks: legendTicks({ mode, max }),
      notes,
    };
  return {
    title: mode === 'head' ? 'change of the weight, to the head’s largest' : 'change of the weight, after − before',
    color: (share) => signedColor(scheme, 2 * share - 1),
    ticks: differenceTicks(max),
    notes,
  };
}
