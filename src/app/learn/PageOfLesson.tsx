import { useEffect } from 'react';
import { countWords } from '../../core/lessons/wordParts.ts';
import type { Lesson, LessonPage } from '../../core/lessons/lesson.ts';
import { useIsStacked } from '../shown/useEnvironment.ts';
import { useApp } from '../state/store.ts';
import { claimsState } from './claims.ts';
import { GuessPart } from './GuessPart.tsx';
import { LessonWords } from './LessonWords.tsx';
import { isLit, light } from './lit.ts';
import { MeasureLine } from './MeasureLine.tsx';
import { noteProgress } from './progress.ts';
import { useGuess } from './useGuess.ts';
import { useLateFields } from './useLateFields.ts';
import { lateFields, leaveFor, openPage } from './turnPages.ts';
import { formatPlace, LIST } from './place.ts';
import type { Place } from './place.ts';
import styles from './learn.module.css';

type PageOfLessonProps = { readonly lesson: Lesson; readonly page: LessonPage; readonly place: Place };

/** One page of a lesson: its words, the one thing to do, and the ways on and back. */
export function PageOfLesson({ lesson, page, place }: PageOfLessonProps) {
  const { id, at } = place;
  const claims = useApp((state) => claimsState(page.claims, state));
  const isStacked = useIsStacked();
  useEffect(() => noteProgress(id, at + 1, () => window.localStorage), [id, at]);
  const address = formatPlace(place);
  const made = useGuess(lesson, page, address);
  useLateFields(lateFields(page), made.id);
  const lit = made.guessed === null ? page.lit : page.guess?.lit || page.lit;
  useEffect(() => {
    if (!isLit(lit)) return undefined;
    return light(lit, (part) => {
      // Where all stands beside each other only what scrolls by itself has to be brought there.
      if (isStacked || part.closest('#page') !== null) part.scrollIntoView({ block: 'start' });
    });
  }, [lit, isStacked]);
  // What is so is not told before it is guessed.
  const isTold = page.guess === null || made.guessed !== null;
  return (
    <>
      <div className={styles.words} data-words={countWords(`${page.words} ${page.does}`)} data-claims={claims}>
        <div aria-live="polite">
          <p>
            <LessonWords text={page.words} />
          </p>
          <p className={styles.does}>
            <LessonWords text={page.does} />
          </p>
        </div>
        {claims === 'fail' && isTold ? (
          <p className={styles.hint} role="status">
            On what is on screen now it comes out otherwise than this page says.
          </p>
        ) : null}
        <MeasureLine measures={page.measures} />
      </div>
      {page.guess === null ? null : <GuessPart guess={page.guess} made={made} address={address} />}
      <div className={styles.turns}>
        <button
          type="button"
          data-turn="back"
          onClick={() => (at === 0 ? leaveFor(LIST) : openPage(lesson, { id, at: at - 1 }))}
        >
          Back
        </button>
        <button
          type="button"
          data-turn="next"
          className={styles.next}
          onClick={() => (at + 1 === lesson.pages.length ? leaveFor(LIST) : openPage(lesson, { id, at: at + 1 }))}
        >
          Next
        </button>
      </div>
    </>
  );
}
