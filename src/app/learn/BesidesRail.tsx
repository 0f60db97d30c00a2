import { useState } from 'react';
import type { ReactNode } from 'react';
import { GlossaryPart } from './GlossaryPart.tsx';
import { LIST } from './place.ts';
import type { Beside } from './place.ts';
import { ReadingPart } from './ReadingPart.tsx';
import { backToPage, leaveFor, pageBefore } from './turnPages.ts';
import styles from './learn.module.css';

const HEADS: Readonly<Record<Beside, { readonly title: string; readonly says: string }>> = {
  glossary: { title: 'Glossary', says: 'Every term of art on this page.' },
  reading: { title: 'What to read on', says: 'Each title opens in a new tab.' },
};

type BesidesRailProps = {
  readonly name: Beside;
  /** The button that leaves altogether. */
  readonly leave: ReactNode;
};

/** The foot of the page with the glossary, or with what to read on. */
export function BesidesRail({ name, leave }: BesidesRailProps) {
  const [before] = useState(pageBefore);
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
          <button type="button" onClick={() => leaveFor(LIST)}>
            All lessons
          </button>
          {leave}
        </div>
      </div>
      <div className={styles.all}>{name === 'glossary' ? <GlossaryPart from={before} /> : <ReadingPart />}</div>
    </section>
  );
}
