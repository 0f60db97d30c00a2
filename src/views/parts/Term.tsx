import type { FocusEvent, MouseEvent, PointerEvent, ReactNode } from 'react';
import type { TermId } from '../../core/glossary/glossary.ts';
import type { TermWay } from '../behaviors/termNote.ts';
import styles from './Term.module.css';

type TermProps = { readonly of: TermId; readonly children: ReactNode };

/** A term of art: dotted, and explained in two lines to whoever points at it, taps it or comes to it by Tab. */
export function Term({ of, children }: TermProps) {
  return (
    <button
      type="button"
      className={styles.term}
      data-term={of}
      onPointerEnter={(event: PointerEvent<HTMLElement>) => {
        // A finger that has come to scroll means nothing by it: its tap is a click.
        if (event.pointerType === 'mouse') explain(event.currentTarget, of, 'passing');
      }}
      onFocus={(event: FocusEvent<HTMLElement>) => explain(event.currentTarget, of, 'reached')}
      onClick={(event: MouseEvent<HTMLElement>) => explain(event.currentTarget, of, 'pressed')}
    >
      {children}
    </button>
  );
}

function explain(word: HTMLElement, term: TermId, way: TermWay): void {
  // The explanations weigh more than the rest of the page's words, and most are never read.
  import('../behaviors/termNote.ts').then(
    ({ showTermNote }) => showTermNote(word, term, way),
    () => {
      word.title = 'The explanation could not be fetched: check the connection and load the page again.';
    },
  );
}
