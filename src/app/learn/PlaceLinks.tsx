import type { Listed } from './allLessons.ts';
import { parsePlace } from './place.ts';
import { openPage } from './turnPages.ts';
import styles from './overview.module.css';

type PlaceLinksProps = {
  /** What the pages have to do with what stands before: "In:". */
  readonly says: string;
  /** Pages as addresses name them; one whose lesson is not there is left out. */
  readonly places: readonly string[];
  readonly lessons: readonly Listed[];
};

/** Pages of lessons to go to. */
export function PlaceLinks({ says, places, lessons }: PlaceLinksProps) {
  const there = places.flatMap((address) => {
    const place = parsePlace(address);
    const lesson = lessons.find(({ id }) => id === place.id)?.lesson;
    const page = lesson?.pages[place.at];
    return lesson === undefined || page === undefined ? [] : [{ address, place, lesson, page }];
  });
  if (there.length === 0) return null;
  return (
    <span className={styles.places}>
      {says}{' '}
      {there.map(({ address, place, lesson, page }) => (
        <button key={address} type="button" title={page.title} onClick={() => openPage(lesson, place)}>
          {lesson.title}, {place.at + 1}
        </button>
      ))}
    </span>
  );
}
