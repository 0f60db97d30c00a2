import { useCallback, useState } from 'react';
import type { Lesson } from '../../core/lessons/lesson.ts';
import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { store } from '../state/store.ts';
import type { DrawFigures } from './Handout.tsx';
import { paperOf } from './paper.ts';
import type { Paper } from './paper.ts';

const Handout = fetched(async () => (await import('./Handout.tsx')).Handout);

type HandoutButtonProps = { readonly lesson: Lesson; readonly id: string; readonly draw: DrawFigures };

/** Prints a lesson. */
export function HandoutButton({ lesson, id, draw }: HandoutButtonProps) {
  // Where a browser never says that it has printed, the next paper takes the place of the last one.
  const [asked, setAsked] = useState(0);
  const [paper, setPaper] = useState<Paper | null>(null);
  const close = useCallback(() => setPaper(null), []);
  return (
    <>
      <button
        type="button"
        aria-label={`Print a handout of “${lesson.title}”`}
        title="Print a handout: all its pages, with lines for guesses"
        onClick={() => {
          setAsked(asked + 1);
          setPaper(paperOf(lesson, id, store.getState()));
        }}
      >
        Handout
      </button>
      {paper === null ? null : (
        <LazyPart key={asked} onClose={close}>
          <Handout paper={paper} draw={draw} onDone={close} />
        </LazyPart>
      )}
    </>
  );
}
