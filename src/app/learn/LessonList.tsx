import { useEffect, useState } from 'react';
import type { Lesson } from '../../core/lessons/lesson.ts';
import { fetchIds, fetchLesson } from './fetchLesson.ts';
import { readProgress } from './progress.ts';
import { openPage } from './turnPages.ts';
import styles from './learn.module.css';

type Listed = { readonly id: string; readonly lesson: Lesson };
type List = { readonly lessons: readonly Listed[]; readonly isWhole: boolean };

/** All lessons, with how far each has been read. */
export function LessonList() {
  const [list, setList] = useState<List | null>(null);
  const [progress] = useState(() => readProgress(() => window.localStorage));
  useEffect(() => {
    let isWanted = true;
    const fill = async (): Promise<void> => {
      const found = await load();
      if (isWanted) setList(found);
    };
    void fill();
    return () => {
      isWanted = false;
    };
  }, []);
  if (list === null) return <p className={styles.hint}>Fetching the lessons …</p>;
  return (
    <>
      {list.isWhole ? null : (
        <p role="alert" className={styles.hint}>
          Not all lessons could be fetched. Check the connection, then close “Learn” and open it again.
        </p>
      )}
      <ol className={styles.list}>
        {list.lessons.map(({ id, lesson }) => {
          const read = Math.min(Object.hasOwn(progress, id) ? (progress[id] ?? 0) : 0, lesson.pages.length);
          const isRead = read === lesson.pages.length;
          return (
            <li key={id}>
              <button
                type="button"
                title={lesson.about}
                onClick={() => openPage(lesson, { id, at: isRead || read === 0 ? 0 : read - 1 })}
              >
                <span className={styles.name}>{lesson.title}</span>
                <span className={styles.progress}>
                  {isRead
                    ? '✓ read'
                    : read === 0
                      ? `${lesson.pages.length} pages`
                      : `page ${read} of ${lesson.pages.length}`}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </>
  );
}

async function load(): Promise<List> {
  try {
    const ids = await fetchIds();
    const found = await Promise.all(ids.map(async (id) => ({ id, fetched: await fetchLesson(id) })));
    const lessons = found.flatMap(({ id, fetched }) => ('lesson' in fetched ? [{ id, lesson: fetched.lesson }] : []));
    return { lessons, isWhole: lessons.length === ids.length };
  } catch {
    // No list, or none that can be read: said in its place.
    return { lessons: [], isWhole: false };
  }
}
