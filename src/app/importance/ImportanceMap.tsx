import { useMemo } from 'react';
import { VISIBLE_TIMES } from '../../core/ablation/formulas.ts';
import { HeadMap } from '../../views/HeadMap/HeadMap.tsx';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { Term } from '../../views/parts/Term.tsx';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { textOnScreen } from '../shown/inputOnScreen.ts';
import { factsFrom, otherBasis } from '../shown/otherBasis.ts';
import { pinnedNames } from '../shown/selectors.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { MEASURE_WORDS } from '../shown/measureWords.ts';
import { CLASS_SCORES } from '../../core/study/importance.ts';
import type { ClassScore, noiseOf } from '../../core/study/importance.ts';
import { Choice } from '../parts/Choice.tsx';
import { isUnderWay } from '../state/studies.ts';
import type { MeasureStudy } from '../state/studies.ts';
import type { ShownImportance } from '../shown/shownImportance.ts';
import styles from '../parts/studies.module.css';
import { ImportanceBasis } from './ImportanceBasis.tsx';
import { pinHead } from './pinHead.ts';

const selectSentences = (state: AppState) => state.studies.sentences;
const selectHeads = (state: AppState) => state.view.heads;

const MEASURE_TERMS = { loss: 'loss', KL: 'kl', turn: 'turn', nats: 'nats' } as const;

type ImportanceMapProps = {
  readonly study: MeasureStudy;
  readonly found: ShownImportance;
};

/** The map of what is lost without each head, on what it rests, and how much of a number is noise. */
export function ImportanceMap({ study, found: { map, noise } }: ImportanceMapProps) {
  const text = useApp(textOnScreen);
  const from = otherBasis(study.basis, text);
  const facts = useMemo(() => factsFrom(map.facts, from), [map.facts, from]);
  const { hover, scheme, rem } = useStage();
  const heads = useApp(selectHeads);
  const pinned = useMemo(() => pinnedNames({ heads }), [heads]);
  return (
    <>
      <ImportanceBasis study={study} />
      <ScoreChoice study={study} />
      <HeadMap
        {...map}
        facts={facts}
        floor={null}
        isRunning={isUnderWay(study)}
        selected={pinned}
        hover={hover}
        scheme={scheme}
        rem={rem}
        onSelect={pinHead}
      />
      {noise === null ? null : (
        <p className={styles.words}>
          <Term of="noise-floor">Noise floor</Term>: {withTerms(MEASURE_WORDS[noise.of].quantity, MEASURE_TERMS)}{' '}
          <b>{preciseNumber(noise.noise)}</b> {withTerms(MEASURE_WORDS[noise.of].unit, MEASURE_TERMS)}, what the same
          computation differs by when it is repeated, alone and among others.{' '}
          {noise.noise === 0 ? 'Here it gave the same numbers to the last bit.' : greyWords(noise)}
        </p>
      )}
    </>
  );
}

/** By what is told how much is lost, where the true classes are known. */
function ScoreChoice({ study }: { readonly study: MeasureStudy }) {
  const { by } = useApp(selectSentences);
  if (!study.results.some(({ effect }) => effect.right !== undefined)) return null;
  return (
    <Choice
      name="score"
      title="Told by"
      values={CLASS_SCORES}
      value={by}
      wordsOf={(one) => one}
      hintOf={(one) => SCORE_WORDS[one]}
      onChange={(one) => dispatch({ type: 'sentencesChanged', change: { by: one } })}
    />
  );
}

const SCORE_WORDS: Readonly<Record<ClassScore, string>> = {
  loss: 'How sure the model is of the true class: −ln of its probability, mean over the pictures',
  accuracy: 'The share of the pictures whose likeliest class is the true one',
};

function greyWords({ noise, of }: ReturnType<typeof noiseOf>): string {
  const { quantity, unit } = MEASURE_WORDS[of];
  return `Heads whose effect is not ${VISIBLE_TIMES} times as large (${quantity} ${preciseNumber(VISIBLE_TIMES * noise)} ${unit}) are grey: as good as nothing.`;
}
