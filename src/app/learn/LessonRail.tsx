import { useEffect, useState } from 'react';
import type { AppState } from '../state/appState.ts';
import { store, useApp } from '../state/store.ts';
import { GlossaryPart } from './GlossaryPart.tsx';
import { isBare } from './pageView.ts';
import { LessonList } from './LessonList.tsx';
import { PageOfLesson } from './PageOfLesson.tsx';
import { isOverview, LIST, parsePlace } from './place.ts';
import type { Overview } from './place.ts';
import { ReadingPart } from './ReadingPart.tsx';
import { backToPage, leaveFor, openOverview, openPage } from './turnPages.ts';
import { useLesson } from './useLesson.ts';
import styles from './learn.module.css';

const selectLesson = (state: AppState) => state.view.lesson;

/** The address that the page was opened with, if it names a page of a lesson and nothing of its view: that is set once it is there. */
let bareLink = ((): string | null => {
  const { view } = store.getState();
  return view.lesson !== null && !isOverview(view.lesson) && isBare(view) ? view.lesson : null;
})();

/** The foot of the page while somebody learns: the list of lessons, the glossary, what to read on, or one page of a lesson. */
export function LessonRail() {
  const lesson = useApp(selectLesson);
  const [from, setFrom] = useState<string | null>(null);
  if (lesson === null) return null;
  if (isOverview(lesson)) return <AnOverview name={lesson} from={from} onList={() => setFrom(null)} />;
  return <OnePage address={lesson} onGlossary={() => setFrom(lesson)} />;
}

const HEADS: Readonly<Record<Overview, { readonly title: string; readonly says: string }>> = {
  list: { title: 'Lessons', says: 'Each sets the page and gives yours back.' },
  glossary: { title: 'Glossary', says: 'Every term of art on this page.' },
  reading: { title: 'What to read on', says: 'Each title opens in a new tab.' },
};

type AnOverviewProps = {
  readonly name: Overview;
  /** The page of a lesson from which the glossary was opened. */
  readonly from: string | null;
  readonly onList: () => void;
};

function AnOverview({ name, from, onList }: AnOverviewProps) {
  const before = name === 'glossary' ? from : null;
  const { title, says } = HEADS[name];
  return (
    <section className={styles.rail} aria-label="Lesson">
      <div className={styles.head}>
        <h2>{title}</h2>
        <p>{says}</p>
        <div className={styles.ways}>
          {before === null ? null : (
            <button type="button" onClick={() => backToPage(before)}>
              Back to the lesson
            </button>
          )}
          {name === LIST ? null : (
            <button
              type="button"
              onClick={() => {
                onList();
                leaveFor(LIST);
              }}
            >
              All lessons
            </button>
          )}
          <Leave />
        </div>
      </div>
      <div className={styles.all}>
        {name === LIST ? <LessonList /> : name === 'glossary' ? <GlossaryPart from={before} /> : <ReadingPart />}
      </div>
    </section>
  );
}

function OnePage({ address, onGlossary }: { readonly address: string; readonly onGlossary: () => void }) {
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
          <button
            type="button"
            title="Every term of art, those of this page first"
            onClick={() => {
              onGlossary();
              openOverview('glossary');
            }}
          >
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
