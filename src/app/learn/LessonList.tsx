import { useState } from 'react';
import { useAllLessons } from './allLessons.ts';
import type { DrawFigures } from './Handout.tsx';
import { HandoutButton } from './HandoutButton.tsx';
import { readProgress } from './progress.ts';
import { openBeside, openPage } from './turnPages.ts';
import styles from './learn.module.css';

/** What stands after the lessons. */
const BESIDES = [
  { name: 'glossary', title: 'Glossary', about: 'Every term of art in two lines, and the pages that use it' },
  { name: 'reading', title: 'What to read on', about: 'Papers, each with one thing to look for' },
] as const;

/** All lessons, with how far each has been read. */
export function LessonList({ draw }: { readonly draw: DrawFigures }) {
  const list = useAllLessons();
  const [progress] = useState(() => readProgress(() => window.localStorage));
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
              <HandoutButton lesson={lesson} id={id} draw={draw} />
            </li>
          );
        })}
        {BESIDES.map(({ name, title, about }) => (
          <li key={name}>
            <button type="button" title={about} onClick={() => openBeside(name)}>
              <span className={styles.name}>{title}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
