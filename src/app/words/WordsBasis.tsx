import { Choice } from '../parts/Choice.tsx';
import { InlineAlert } from '../parts/InlineAlert.tsx';
import { wordsMessage } from '../parts/besideMessages.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { PastedList } from '../parts/BasisChoice.tsx';
import styles from '../parts/studies.module.css';

const BASES = ['shipped', 'list'] as const;

const selectSentences = (state: AppState) => state.studies.sentences;

/** Which sentences are read: those that come with the page and have such a word, or the person's own. */
export function WordsBasis() {
  const { isWordsList, wordsError } = useApp(selectSentences);
  return (
    <div className={styles.basis}>
      <Choice
        name="word-basis"
        title="Over"
        values={BASES}
        value={isWordsList ? 'list' : 'shipped'}
        wordsOf={(one) => (one === 'list' ? 'a list of sentences' : 'sentences that come with the page')}
        onChange={(one) => dispatch({ type: 'sentencesChanged', change: { isWordsList: one === 'list' } })}
      />
      {isWordsList ? <PastedList takes="text" /> : null}
      <InlineAlert
        error={wordsError}
        wordsOf={wordsMessage}
        {...(wordsError?.code === 'model-fetch-failed' && { onAgain: () => dispatch({ type: 'attendAsked' }) })}
      />
    </div>
  );
}
