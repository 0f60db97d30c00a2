import { useMemo, useState } from 'react';
import { useAllLessons } from './allLessons.ts';
import { formatPlace, parsePlace } from './place.ts';
import { PlaceLinks } from './PlaceLinks.tsx';
import { findTerms, termUses } from './terms.ts';
import styles from './overview.module.css';

type GlossaryPartProps = {
  /** The page of a lesson from which it was opened: its terms come first. */
  readonly from: string | null;
};

/** Every term of art with its explanation and the pages of lessons that use it. */
export function GlossaryPart({ from }: GlossaryPartProps) {
  const [filter, setFilter] = useState('');
  const all = useAllLessons();
  const uses = useMemo(() => termUses(all?.lessons ?? []), [all]);
  const first = useMemo(() => {
    // Its first page may be written with a number, too.
    const page = from === null ? null : formatPlace(parsePlace(from));
    return new Set([...uses].flatMap(([term, places]) => (page !== null && places.includes(page) ? [term] : [])));
  }, [uses, from]);
  const found = useMemo(() => findTerms(filter, first), [filter, first]);
  return (
    <>
      <p className={styles.filter}>
        <label>
          Find <input type="search" value={filter} onChange={(event) => setFilter(event.target.value)} />
        </label>{' '}
        <output>
          {found.length === 0
            ? 'No term has these letters. Take some of them away.'
            : `${found.length} ${found.length === 1 ? 'term' : 'terms'}`}
        </output>
      </p>
      {all === null || all.isWhole ? null : (
        <p role="alert" className={styles.trouble}>
          Not all lessons could be fetched: some pages that use a term are not named.
        </p>
      )}
      <dl className={styles.entries}>
        {found.map(({ id, name, says }) => (
          <div key={id} data-entry={id} data-first={first.has(id) || undefined}>
            <dt>{name}</dt>
            <dd>
              {says} <PlaceLinks says="In:" places={uses.get(id) ?? []} lessons={all?.lessons ?? []} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
