import { rampColor } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { signedColor } from '../paint/signedRamp.ts';
import { differenceTicks } from '../parts/DifferenceLegend.tsx';
import { countAbsent } from '../parts/fact.ts';
import type { HeadFact } from '../parts/fact.ts';
import { alignedNumbers, preciseNumber } from '../parts/numbers.ts';
import { RampLegend } from '../parts/RampLegend.tsx';
import type { LegendTick } from '../parts/RampLegend.tsx';

export type MapLegendProps = {
  readonly title: string;
  readonly facts: ReadonlyMap<string, HeadFact>;
  readonly nCells: number;
  readonly max: number;
  readonly floor: number | null;
  readonly isRunning: boolean;
  /** Of heads that can have no number. */
  readonly missing?: string | undefined;
  readonly scheme: Scheme;
};

/** The ramp that colours the facts of heads, with its numbers, the noise, and what is still to come. */
export function MapLegend(props: MapLegendProps) {
  const { title, facts, nCells, max, floor, isRunning, scheme } = props;
  const isDistance = [...facts.values()].some((fact) => fact.tone === 'distance');
  const { missing = isDistance ? 'cannot be judged' : 'could not be measured' } = props;
  const { nMissing, nPending } = countAbsent(facts, nCells);
  return (
    <RampLegend
      title={title}
      color={(share) => (isDistance ? rampColor(scheme, 1 - share) : signedColor(scheme, 2 * share - 1))}
      ticks={isDistance ? distanceTicks(max) : differenceTicks(max)}
      notes={[
        ...(floor === null
          ? []
          : [{ swatch: 'faint' as const, text: `within the noise: below ${preciseNumber(floor)}` }]),
        ...(nMissing > 0 ? [{ swatch: 'hatched' as const, text: `${missing}: ${nMissing} of ${nCells}` }] : []),
        ...(nPending > 0
          ? [{ swatch: 'hatched' as const, text: `not measured${isRunning ? ' yet' : ''}: ${nPending} of ${nCells}` }]
          : []),
      ]}
    />
  );
}

/** The numbers under a ramp from 0, alike, to the largest distance. */
export function distanceTicks(max: number): readonly LegendTick[] {
  const [half = '', whole = ''] = alignedNumbers([max / 2, max]);
  return [
    { share: 0, text: '0' },
    { share: 0.5, text: half },
    { share: 1, text: whole },
  ];
}
