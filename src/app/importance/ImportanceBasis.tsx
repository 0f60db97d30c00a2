import { Term } from '../../views/parts/Term.tsx';
import { textOnScreen, thingOnScreen } from '../shown/inputOnScreen.ts';
import { isRecording } from '../shown/shown.ts';
import { MODE_WORDS } from '../parts/modeWords.ts';
import { otherBasis } from '../shown/otherBasis.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { sentencesOf } from '../shown/basis.ts';
import { leftOutWords, restingWords } from '../shown/restingWords.ts';
import type { MeasureStudy } from '../state/studies.ts';
import { objectiveOf } from '../shown/shownImportance.ts';
import styles from '../parts/studies.module.css';

const selectMode = (state: AppState) => state.view.mode;
const selectSentences = (state: AppState) => state.studies.sentences;

/** On what and how it was measured, and whether that is still what is on screen. */
export function ImportanceBasis({ study }: { readonly study: MeasureStudy }) {
  const text = useApp(textOnScreen);
  const mode = useApp(selectMode);
  const objective = useApp(objectiveOf);
  const isRecorded = useApp(isRecording);
  const thing = useApp(thingOnScreen);
  const isMasked = (study.objective ?? objective) === 'masked-token';
  const measured = study.plan.variants[0]?.mode ?? mode;
  const sentences = useApp(selectSentences);
  const isOtherList =
    !isRecorded && study.basis.kind === 'list' && sentencesOf(sentences).join('\n') !== study.basis.texts.join('\n');
  const isOther = otherBasis(study.basis, text) !== null;
  return (
    <p className={styles.words}>
      Measured over {restingWords(study)}, <Term of={measured}>{MODE_WORDS[measured].name}</Term> in place of the head
      {isMasked ? '; in each sentence up to 8 words are hidden, one at a time, and scored' : ''}.{' '}
      {isOther ? <span className={styles.mark}>The {thing} has changed since. These numbers are grey.</span> : null}{' '}
      {leftOutWords(study)} {isRecorded && study.status !== 'done' ? 'It was stopped before its end. ' : null}
      {isOtherList ? (
        <span className={styles.mark}>The list has changed since: this is of the older one.</span>
      ) : null}{' '}
      {measured === mode || isRecorded ? null : (
        <span className={styles.mark}>The mode is {MODE_WORDS[mode].name} now.</span>
      )}
    </p>
  );
}
