import { useEffect } from 'react';
import type { AppState } from '../state/appState.ts';
import { store, useApp } from '../state/store.ts';
import { BesidesRail } from './BesidesRail.tsx';
import { isBare } from './pageView.ts';
import { LessonList } from './LessonList.tsx';
import { PageOfLesson } from './PageOfLesson.tsx';
import { isBeside, isOverview, LIST, parsePlace } from './place.ts';
import { leaveFor, openBeside, openPage } from './turnPages.ts';
import { useLesson } from './useLesson.ts';
import styles from './learn.module.css';

const selectLesson = (state: AppState) => state.view.lesson;

/** The address that the page was opened with, if it names a page of a lesson and nothing of its view: that is set once it is there. */
let bareLink = ((): string | null => {
  const { view } = store.getState();
  return view.lesson !== null && !isOverview(view.lesson) && isBare(view) ? view.lesson : null;
})();

/** The foot of the page while somebody learns: the list of lessons, what stands besides, or one page of a lesson. */
export function LessonRail() {
  const lesson = useApp(selectLesson);
  if (isBeside(lesson)) return <BesidesRail key={lesson} name={lesson} leave={<Leave />} />;
  return lesson === null ? null : lesson === LIST ? <TheList /> : <OnePage address={lesson} />;
}

function TheList() {
  return (
    <section className={styles.rail} aria-label="Lesson">
      <div className={styles.head}>
        <h2>Lessons</h2>
        <p>Each sets the page and gives yours back.</p>
        <Leave />
      </div>
      <div className={styles.all}>
        <LessonList />
      </div>
    </section>
  );
}

function OnePage({ address }: { readonly address: string }) {
  const place = parsePlace(address);
  const { id, at } = place;
  const found = useLesson(id);
  const lesson = found !== null && 'lesson' in found ? found.lesson : null;
  const page = lesson?.pages[at] ?? null;
  useEffect(() => {
    if (lesson === null) return;
    const isWanted = bareLink === address;
    bareLink = null;
    if (isWanted) openPage(lesson, { id, at });
  }, [lesson, address, id, at]);
  return (
    <section className={styles.rail} aria-label="Lesson">
      <div className={styles.head}>
        <p className={styles.of}>
          {lesson?.title ?? 'Lesson'}
          {page === null ? '' : ` · ${at + 1} of ${lesson?.pages.length}`}
        </p>
        <h2>{page?.title}</h2>
        <div className={styles.ways}>
          <button type="button" onClick={() => leaveFor(LIST)}>
            All lessons
          </button>
          <button type="button" title="Every term, those of this page first" onClick={() => openBeside('glossary')}>
            Glossary
          </button>
          <Leave />
        </div>
      </div>
      {lesson !== null && page !== null ? (
        <PageOfLesson key={address} lesson={lesson} page={page} place={place} />
      ) : (
        <p className={styles.hint} role={found === null ? 'status' : 'alert'}>
          {found === null
            ? 'Fetching the lesson …'
            : 'trouble' in found
              ? found.trouble
              : `This lesson has ${lesson?.pages.length} pages. Choose it from the list.`}
        </p>
      )}
    </section>
  );
}

function Leave() {
  return (
    <button type="button" data-leave onClick={() => leaveFor(null)} title="Leave, and have your own view back">
      Leave
    </button>
  );
}
