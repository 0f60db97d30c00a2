import { alignedNumbers } from './numbers.ts';
import type { LegendTick } from './RampLegend.tsx';

/** The numbers under a ramp from 0, alike, to the largest distance. */
export function distanceTicks(max: number): readonly LegendTick[] {
  const [half = '', whole = ''] = alignedNumbers([max / 2, max]);
  return [
    { share: 0, text: '0' },
    { share: 0.5, text: half },
    { share: 1, text: whole },
  ];
}
