import { rampColor } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { signedColor } from '../paint/signedRamp.ts';
import { differenceTicks } from '../parts/DifferenceLegend.tsx';
import { distanceTicks } from '../parts/distanceTicks.ts';
import { countAbsent } from '../parts/fact.ts';
import type { RampLegendProps } from '../parts/RampLegend.tsx';
import type { MapValues } from './HeadMap.values.ts';

/** The ramp that colours the facts of heads, with its numbers, the noise, and what is still to come. */
export function mapLegend(values: MapValues, scheme: Scheme): Required<RampLegendProps> {
  const { facts, max, noise, isRunning, title, unit } = values;
  const nCells = values.nLayers * values.nHeads;
  const isDistance = [...facts.values()].some((fact) => fact.tone === 'distance');
  const { missing = isDistance ? 'cannot be judged' : 'could not be measured' } = values;
  const from = [...facts.values()].find((fact) => fact.from !== undefined)?.from;
  const { nMissing, nPending } = countAbsent(facts, nCells);
  const pending = `not measured${isRunning ? ' yet' : ''}`;
  return {
    title: `${title}, ${unit}`,
    color: (share) => (isDistance ? rampColor(scheme, 1 - share) : signedColor(scheme, 2 * share - 1)),
    ticks: isDistance ? distanceTicks(max) : differenceTicks(max),
    notes: [
      ...(noise === null ? [] : [{ swatch: 'faint' as const, text: noise }]),
      ...(from === undefined ? [] : [{ swatch: 'faint' as const, text: `grey: measured on ${from}` }]),
      ...(nMissing > 0 ? [{ swatch: 'hatched' as const, text: `${missing}: ${nMissing} of ${nCells}` }] : []),
      ...(nPending > 0 ? [{ swatch: 'hatched' as const, text: `${pending}: ${nPending} of ${nCells}` }] : []),
    ],
  };
}
