import { useMemo } from 'react';
import { cutText } from '../../core/quote.ts';
import { wordsWritten } from '../../core/words/wordLists.ts';
import { HeadMap } from '../../views/HeadMap/HeadMap.tsx';
import { basisWords } from '../shown/basisWords.ts';
import { pinnedNames } from '../shown/selectors.ts';
import { isOfOtherSentences, shownWords } from '../shown/shownWords.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { isUnderWay } from '../state/studies.ts';
import type { WordsStudy } from '../state/studies.ts';
import styles from '../parts/studies.module.css';
import own from './Words.module.css';
import { foundWords } from './foundWords.ts';
import { WordsTable } from './WordsTable.tsx';

const selectWords = (state: AppState) => state.view.words;
const selectSentences = (state: AppState) => state.studies.sentences;
const selectHeads = (state: AppState) => state.view.heads;

type WordsResultProps = { readonly study: WordsStudy; readonly stack: ShownStack };

/** What came of a question about words: in sentences, as a map of heads, and as a table. */
export function WordsResult({ study, stack }: WordsResultProps) {
  const words = useApp(selectWords);
  const heads = useApp(selectHeads);
  const sentences = useApp(selectSentences);
  const { hover, scheme, rem } = useStage();
  const pinned = useMemo(() => pinnedNames({ heads }), [heads]);
  const found = shownWords(study, stack);
  if (found === null) return null;
  const isOther = wordsWritten(study.words) !== wordsWritten(words);
  const isOfOthers = isOfOtherSentences(study.basis, sentences);
  const isOld = isOther || isOfOthers;
  return (
    <>
      <p className={styles.words}>
        Measured over {basisWords(study.basis)}
        {isUnderWay(study)
          ? ', as far as they are read'
          : study.status === 'done'
            ? ''
            : ', as far as they were read'}.{' '}
        {isOther ? (
          <span className={styles.mark}>
            The words have changed since: this is of “{cutText(wordsWritten(study.words), 60)}”.
          </span>
        ) : isOfOthers ? (
          <span className={styles.mark}>The sentences have changed since.</span>
        ) : null}
      </p>
      <div role="status" className={isOld ? `${own.verdict} ${styles.other}` : own.verdict}>
        {isUnderWay(study) ? null : foundWords(found, stack.tensor).map((line) => <p key={line}>{line}</p>)}
      </div>
      <div className={isOld ? styles.other : undefined}>
        <HeadMap
          {...found.map}
          floor={null}
          isRunning={isUnderWay(study)}
          selected={pinned}
          hover={hover}
          scheme={scheme}
          rem={rem}
          onSelect={(head) => dispatch({ type: 'headPinned', head })}
        />
        <p className={styles.words}>
          A number is what a head gives to these words beyond both: chance, and what it gives to other words that lie as
          far away. Grey could be luck.
        </p>
        <WordsTable found={found} stack={stack} selected={pinned} />
      </div>
    </>
  );
}
