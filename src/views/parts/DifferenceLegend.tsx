import type { Scheme } from '../paint/ramp.ts';
import { signedColor } from '../paint/signedRamp.ts';
import { preciseChange } from './numbers.ts';
import { RampLegend } from './RampLegend.tsx';
import type { LegendTick } from './RampLegend.tsx';

type DifferenceLegendProps = {
  /** The difference at the ends of the ramp. */
  readonly max: number;
  readonly scheme: Scheme;
  readonly title: string;
  /** What the hatched cells are, or null if there are none. */
  readonly showsLeftOut: string | null;
};

/** The ramp of two signs with its numbers: less on the left, more on the right, no change in the middle. */
export function DifferenceLegend({ max, scheme, title, showsLeftOut }: DifferenceLegendProps) {
  return (
    <RampLegend
      title={title}
      color={(share) => signedColor(scheme, 2 * share - 1)}
      ticks={differenceTicks(max)}
      notes={showsLeftOut === null ? [] : [{ swatch: 'hatched', text: showsLeftOut }]}
    />
  );
}

/** The numbers under a ramp from -max to max. */
export function differenceTicks(max: number): readonly LegendTick[] {
  return [-1, 0, 1].map((share) => ({ share: (share + 1) / 2, text: preciseChange(share * max) }));
}
