import { MODE_WORDS } from './modeWords.ts';
import { CURVE_WORDS } from '../shown/curve.ts';
import type { BegunCurve } from '../shown/curve.ts';
import { restingWords } from '../shown/restingWords.ts';
import type { MeasureStudy } from '../state/studies.ts';

/** By what heads are replaced in a curve. */
export function modeOf({ plan }: MeasureStudy): string {
  const mode = plan.variants[0]?.mode;
  return mode === undefined ? '' : MODE_WORDS[mode].name;
}

/** A curve that cannot stand beside those that are drawn. */
export function apartWords({ order, study }: BegunCurve): string {
  return `Not drawn beside it: ${CURVE_WORDS[order]}, over ${restingWords(study)}, ${modeOf(study)} in place of each head.`;
}
