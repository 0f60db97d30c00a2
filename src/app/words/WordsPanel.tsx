import { useDeferredValue, useMemo } from 'react';
import { wordsOf } from '../../core/words/listedWords.ts';
import { LIST_IDS, listNamed, wordsWritten, writtenList } from '../../core/words/wordLists.ts';
import type { WordListId } from '../../core/words/wordLists.ts';
import { counted } from '../../core/numberWords.ts';
import { Choice } from '../parts/Choice.tsx';
import { canReadWords } from '../shown/canReadWords.ts';
import { isRecording } from '../shown/shown.ts';
import { useStack } from '../shown/useStack.ts';
import type { AppState } from '../state/appState.ts';
import { MAX_WORDS } from '../state/fields.ts';
import { dispatch, useApp } from '../state/store.ts';
import { StudyBar } from '../parts/StudyBar.tsx';
import styles from '../parts/studies.module.css';
import own from './Words.module.css';
import { WordsBasis } from './WordsBasis.tsx';
import { WordsResult } from './WordsResult.tsx';

const selectStudy = (state: AppState) => state.studies.words;
const selectWords = (state: AppState) => state.view.words;
const selectIsReady = ({ model }: AppState) => model.status === 'ready';

const CHOICES = [...LIST_IDS, 'own'] as const;

/** Whether heads look at some words more than chance has it: over many sentences, for every head. */
export function WordsPanel() {
  const study = useApp(selectStudy);
  const written = useApp(selectWords);
  const canRead = useApp(canReadWords);
  const isRecorded = useApp(isRecording);
  const isReady = useApp(selectIsReady);
  const stack = useStack();
  // Results come many times a second: what the person does goes first.
  const shown = useDeferredValue(study);
  const typed = wordsWritten(written);
  const nWords = useMemo(() => wordsOf(typed).length, [typed]);
  return (
    <section className={styles.page} aria-label="Does a head look at these words?">
      <h2>Does a head look at these words?</h2>
      {isRecorded ? (
        <p className={styles.words} role="status">
          Recorded attention: no model runs here, so no other sentences can be read.
        </p>
      ) : !canRead ? (
        <p className={styles.words} role="status">
          Words can be looked for by a model that reads one English text: open one, such as Bookworm GPT.
        </p>
      ) : (
        <>
          <Choice<WordListId | 'own'>
            name="word-list"
            title="Words"
            values={CHOICES}
            value={listNamed(written) ?? 'own'}
            wordsOf={(one) => (one === 'own' ? 'your own' : one)}
            onChange={(one) => changeWords(one === 'own' ? '' : writtenList(one))}
          />
          <div className={styles.basis}>
            <textarea
              className={own.words}
              aria-label="Words to look for"
              placeholder="Type words, separated by commas or spaces"
              rows={2}
              maxLength={MAX_WORDS}
              value={typed}
              spellCheck={false}
              onChange={(event) => changeWords(event.target.value)}
            />
            <span className={styles.count}>{counted(nWords, 'word')}</span>
          </div>
          <WordsBasis />
          <StudyBar study={study}>
            <button type="button" disabled={nWords === 0 || !isReady} onClick={() => dispatch({ type: 'attendAsked' })}>
              Look for them
            </button>
          </StudyBar>
        </>
      )}
      {shown === null || stack === null ? (
        canRead ? (
          <p className={styles.words}>
            Over many sentences, what each head gives to these words is held against chance, which is a row that spreads
            its attention evenly, and against what the same head gives to other words that lie as far away.
          </p>
        ) : null
      ) : (
        <WordsResult study={shown} stack={stack} />
      )}
    </section>
  );
}

function changeWords(words: string): void {
  dispatch({ type: 'viewChanged', change: { words } });
}
