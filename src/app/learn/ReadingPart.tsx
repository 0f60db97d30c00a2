import { READING } from '../../core/glossary/reading.ts';
import { useAllLessons } from './allLessons.ts';
import { PlaceLinks } from './PlaceLinks.tsx';
import styles from './overview.module.css';

/** Papers to read on; nothing is fetched from where they lie but by whoever opens one. */
export function ReadingPart() {
  const all = useAllLessons();
  return (
    <dl className={styles.entries}>
      {READING.map(({ by, year, title, url, lookFor, here }) => (
        <div key={url}>
          <dt>
            <a href={url} target="_blank" rel="noreferrer">
              {title}
            </a>
          </dt>
          <dd>
            {by}, {year}. Look for: {lookFor}{' '}
            <PlaceLinks says="See it in:" places={here} lessons={all?.lessons ?? []} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
