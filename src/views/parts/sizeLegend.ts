import { rampColor } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import type { SizeCells } from '../paint/sizeCells.ts';
import { preciseNumber } from './numbers.ts';
import type { RampLegendProps } from './RampLegend.tsx';

/** What the colours of points that stand for sizes mean. */
export function sizeLegend(
  name: string,
  { max, nUnder }: Pick<SizeCells, 'max' | 'nUnder'>,
  scheme: Scheme,
): RampLegendProps {
  const under = nUnder === 1 ? '' : ', the largest under a point';
  return {
    title: `size of numbers of ${name}${under}`,
    color: (share) => rampColor(scheme, share),
    ticks: [0, 0.5, 1].map((share) => ({ share, text: preciseNumber(share * max) })),
  };
}
