import { MODE_WORDS } from '../parts/modeWords.ts';
import { CURVE_WORDS } from '../shown/curve.ts';
import type { Curves } from '../shown/curve.ts';
import { apartWords } from '../parts/curveWords.ts';
import { restingWords } from '../shown/restingWords.ts';
import type { MeasureStudy } from '../state/studies.ts';

/** On what and how a study was measured. */
export function measuredOver(study: MeasureStudy, inputs?: ReadonlySet<number>): string {
  const { plan, status } = study;
  const mode = plan.variants[0]?.mode;
  const instead = mode === undefined ? '' : `, ${MODE_WORDS[mode].name} in place of each head`;
  return `measured over ${restingWords(study, inputs)}${instead}${status === 'done' ? '' : '; not finished'}.`;
}

/** What each line of a figure of curves is, and which curves are not in it. */
export function curveCaption({ drawn, others }: Curves): readonly string[] {
  return [
    ...drawn.map(
      ({ order, study, inputs, draws }) =>
        `Heads are taken away, ${CURVE_WORDS[order]}${draws.length > 1 ? ` (mean of ${draws.length} orders, with the least and the largest)` : ''}: ${measuredOver(study, inputs)}`,
    ),
    ...others.map(apartWords),
    'Nothing is trained again after heads are taken away.',
  ];
}
