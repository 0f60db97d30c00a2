import { useMemo } from 'react';
import type { HeadRef } from '../../core/selection.ts';
import { alignedChanges, preciseNumber } from '../../views/parts/numbers.ts';
import { textOnScreen } from '../shown/inputOnScreen.ts';
import { isRecording } from '../shown/shown.ts';
import { kindOnScreen } from '../shown/turning.ts';
import { MODE_WORDS } from '../parts/modeWords.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { basisWords } from '../shown/basisWords.ts';
import { MEASURE_WORDS } from '../shown/measureWords.ts';
import { interactionOf, interactionVariants } from '../../core/study/interaction.ts';
import { interactionWords, spreadWords, staleWords } from './interactionWords.ts';
import type { MeasureStudy } from '../state/studies.ts';
import { StudyBar } from '../parts/StudyBar.tsx';
import { usePairStudy } from './usePairStudy.ts';
import { comeIntoView } from '../parts/comeIntoView.ts';
import styles from '../parts/studies.module.css';

const selectMode = (state: AppState) => state.view.mode;
const selectCanAblate = (state: AppState) => state.model.status === 'ready' && state.model.ablation !== null;

type BackupPartProps = {
  readonly a: HeadRef;
  readonly b: HeadRef;
  readonly nameA: string;
  readonly nameB: string;
};

/** Equal patterns are not equal work: whether one head stands in for the other shows only when both are off. */
export function BackupPart({ a, b, nameA, nameB }: BackupPartProps) {
  const kind = useApp(kindOnScreen);
  const mode = useApp(selectMode);
  const canAblate = useApp(selectCanAblate);
  const study = usePairStudy()?.study ?? null;
  if (!canAblate) {
    // A recording may hold the answer.
    return study?.status === 'done' ? (
      <BackupFound study={study} nameA={nameA} nameB={nameB} />
    ) : (
      <p className={styles.words}>Where no model runs, whether one stands in for the other cannot be tried.</p>
    );
  }
  return (
    <>
      <StudyBar study={study}>
        <button
          type="button"
          onClick={() =>
            dispatch({ type: 'measureAsked', purpose: 'interaction', variants: interactionVariants(mode, kind, a, b) })
          }
        >
          Is one the backup of the other?
        </button>
      </StudyBar>
      {study === null ? null : <BackupFound study={study} nameA={nameA} nameB={nameB} />}
    </>
  );
}

function BackupFound({
  study,
  nameA,
  nameB,
}: {
  readonly study: MeasureStudy;
  readonly nameA: string;
  readonly nameB: string;
}) {
  const mode = useApp(selectMode);
  const text = useApp(textOnScreen);
  const isRecorded = useApp(isRecording);
  const found = useMemo(() => interactionOf(study), [study]);
  if (found === null) return null;
  const { effects, value, noise, measure } = found;
  const thing = study.basis.thing;
  const { quantity, unit } = MEASURE_WORDS[measure];
  const [withoutA, withoutB, withoutBoth, both] = alignedChanges([...effects, value]);
  const spread = spreadWords(found, thing);
  const measured = study.plan.variants[0]?.mode ?? mode;
  // A recording has no mode of its own beside the one that it was measured in.
  const stale = staleWords(study, isRecorded ? measured : mode, text);
  return (
    <p ref={comeIntoView} className={styles.words} role="status">
      {interactionWords(found, thing)} Change of the {quantity} without {nameA} <b>{withoutA}</b>, without {nameB}{' '}
      <b>{withoutB}</b>, without both <b>{withoutBoth}</b>: interaction <b>{both}</b> {unit}, over{' '}
      {basisWords(study.basis)}, {MODE_WORDS[measured].name} in place of a head
      {spread === '' ? '' : `; ${spread}`}; noise {preciseNumber(noise)}.
      {stale === '' ? null : <span className={styles.mark}> {stale}</span>}
    </p>
  );
}
