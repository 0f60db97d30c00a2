import { useEffect } from 'react';
import type { AppState } from '../state/appState.ts';
import { store, useApp } from '../state/store.ts';
import { BesidesRail } from './BesidesRail.tsx';
import { isBare } from './pageView.ts';
import type { DrawFigures } from './Handout.tsx';
import { HandoutButton } from './HandoutButton.tsx';
import { LessonList } from './LessonList.tsx';
import { PageOfLesson } from './PageOfLesson.tsx';
import { isBeside, isOverview, LIST, parsePlace } from './place.ts';
import { leaveFor, openBeside, openPage, ownNow } from './turnPages.ts';
import { useLesson } from './useLesson.ts';
import styles from './learn.module.css';

const selectLesson = (state: AppState) => state.view.lesson;

/** The address that the page was opened with, if it names a page of a lesson and nothing of its view: that is set once it is there. */
let bareLink = ((): string | null => {
  // Heads that the page has pinned by itself are none of the link.
  const view = ownNow(store.getState());
  return view.lesson !== null && !isOverview(view.lesson) && isBare(view) ? view.lesson : null;
})();

type Drawing = { readonly draw: DrawFigures };

/**
 * The foot of the page while somebody learns: the list of lessons, what stands besides, or one page of a lesson. `draw`: the figures of what is
 * on screen.
 */
export function LessonRail({ draw }: Drawing) {
  const lesson = useApp(selectLesson);
  if (isBeside(lesson)) return <BesidesRail key={lesson} name={lesson} leave={<Leave />} />;
  return lesson === null ? null : lesson === LIST ? <TheList draw={draw} /> : <OnePage address={lesson} draw={draw} />;
}

function TheList({ draw }: Drawing) {
  return (
    <section className={styles.rail} aria-label="Lesson">
      <div className={styles.head}>
        <h2>Lessons</h2>
        <p>Each sets the page and gives yours back.</p>
        <Leave />
      </div>
      <div className={styles.all}>
        <LessonList draw={draw} />
      </div>
    </section>
  );
}

function OnePage({ address, draw }: Drawing & { readonly address: string }) {
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
          {lesson === null ? null : <HandoutButton lesson={lesson} id={id} draw={draw} />}
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
