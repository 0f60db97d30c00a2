import type { CombinedComparison } from '../../core/alike/combine.ts';
import { pairOf, verdictOf } from '../../core/alike/verdict.ts';
import { percent, twoDecimals } from '../../core/numberWords.ts';
import type { HeadRef } from '../../core/selection.ts';
import { Term } from '../../views/parts/Term.tsx';
import { withTerms } from '../../views/parts/withTerms.tsx';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { verdictWords } from './alikeWords.ts';

const selectTau = (state: AppState) => state.view.groups;
const selectThing = (state: AppState) => state.studies.alike?.basis.thing ?? 'sentence';

const VERDICT_TERMS = { Redundant: 'redundant', redundant: 'redundant' } as const;

type PairVerdictWordsProps = {
  readonly comparison: CombinedComparison;
  readonly a: HeadRef;
  readonly b: HeadRef;
  readonly nameA: string;
  readonly nameB: string;
};

/** What two heads are to each other, and the numbers that say so. */
export function PairVerdictWords({ comparison, a, b, nameA, nameB }: PairVerdictWordsProps) {
  const tau = useApp(selectTau);
  const thing = useApp(selectThing);
  const figures = pairOf(comparison, a, b);
  const { nTexts, nContentTexts } = comparison;
  const verdict = verdictOf(figures, { tau, nTexts: nContentTexts });
  const massOf = (mass: number): string => (Number.isNaN(mass) ? '–' : percent(mass));
  return (
    <>
      {withTerms(
        verdictWords(verdict, figures, tau, verdict.verdict === 'redundant' ? nContentTexts : nTexts, thing),
        VERDICT_TERMS,
      )}{' '}
      <Term of="distance">Distance</Term> <b>{twoDecimals(figures.distance)}</b>, on{' '}
      <Term of="content-keys">content keys</Term> <b>{twoDecimals(figures.contentDistance)}</b>; on content keys lie{' '}
      <b>{massOf(figures.massA)}</b> of {nameA}’s and <b>{massOf(figures.massB)}</b> of {nameB}’s attention.{' '}
    </>
  );
}
