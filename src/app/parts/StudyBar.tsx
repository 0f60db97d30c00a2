import { counted } from '../../core/numberWords.ts';
import type { ReactNode } from 'react';
import { ablationMessage } from './besideMessages.ts';
import { InlineAlert } from './InlineAlert.tsx';
import { refusedWords } from '../shown/restingWords.ts';
import { dispatch } from '../state/store.ts';
import { isUnderWay } from '../state/studies.ts';
import type { Study } from '../state/studies.ts';
import styles from './studies.module.css';

type StudyBarProps = {
  readonly study: Study | null;
  /** What begins it. */
  readonly children: ReactNode;
};

/** What begins a study, how far it is, and what holds it or ends it; of one height in every state. */
export function StudyBar({ study, children }: StudyBarProps) {
  return (
    <>
      <div className={styles.bar}>
        {children}
        {study !== null && isUnderWay(study) ? (
          <>
            <button
              type="button"
              onClick={() => dispatch({ type: 'pauseAsked', isPaused: study.status === 'running' })}
            >
              {study.status === 'running' ? 'Pause' : 'Go on'}
            </button>
            <button type="button" onClick={() => dispatch({ type: 'cancelAsked' })}>
              Cancel
            </button>
          </>
        ) : null}
        {study === null ? null : (
          <span className={styles.progress} role="status">
            {isUnderWay(study) ? <progress value={study.nDone} max={study.nTotal || 1} aria-label="Progress" /> : null}
            {statusWords(study)}
          </span>
        )}
      </div>
      <InlineAlert
        error={study?.status === 'failed' ? study.error : null}
        wordsOf={ablationMessage}
        kept="What was measured before stays."
      />
    </>
  );
}

function statusWords(study: Study): string {
  const { nDone, nTotal, status } = study;
  const batch = 'batch' in study && study.batch > 1 ? `, ${study.batch} at a time` : '';
  switch (status) {
    case 'running':
      return `${nDone} of ${nTotal}${batch}`;
    case 'paused':
      return `held at ${nDone} of ${nTotal}`;
    case 'stopped':
      return `stopped at ${nDone} of ${nTotal}`;
    case 'done':
      if (study.purpose === 'words') return `${counted(nTotal, study.basis.thing)} read`;
      if (study.purpose === 'alike') return `${counted(nTotal, study.basis.thing)} compared`;
      return study.refused.length === 0
        ? `${nTotal} measured${batch}`
        : `${nTotal - study.refused.length} measured${batch}, ${refusedWords(study)}`;
    case 'failed':
      return `failed at ${nDone} of ${nTotal}`;
  }
}
