import type { Scheme } from '../paint/ramp.ts';
import type { GroupLegendProps } from '../parts/GroupLegend.tsx';
import type { RampLegendProps } from '../parts/RampLegend.tsx';
import { groupLegendBlock } from '../picture/groupLegend.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { rampBlock } from '../picture/rampBlock.ts';
import type { Block } from '../picture/svg.ts';

/** What the colours of the grid's heads stand for: numbers on a ramp, or groups. */
export type ColorLegendValues =
  | ({ readonly kind: 'groups' } & GroupLegendProps)
  | {
      readonly kind: 'ramp';
      readonly title: string;
      readonly ticks: RampLegendProps['ticks'];
      readonly colorOf: (scheme: Scheme, share: number) => string;
    };

/** The same on paper. */
export function colorLegendBlock(values: ColorLegendValues, scheme: Scheme = 'light', ink: Ink = INK): Block {
  if (values.kind === 'groups') return groupLegendBlock(values, scheme, ink);
  const { title, ticks, colorOf } = values;
  return rampBlock({ title, ticks, color: (share) => colorOf(scheme, share) }, ink);
}
