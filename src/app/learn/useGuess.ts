import { useEffect, useRef, useState } from 'react';
import type { Lesson, LessonPage } from '../../core/lessons/lesson.ts';
import { useApp } from '../state/store.ts';
import { guessKey, guessMade, keepGuess } from './guesses.ts';
import type { Guessed } from './guesses.ts';
import { hasBesides, setBesides, takeBack } from './turnPages.ts';

export type OneGuess = {
  /** What it is kept under. */
  readonly id: string;
  /** Null until it is made. */
  readonly guessed: Guessed | null;
  readonly choose: (value: Guessed) => void;
};

/** The guess of a page of a lesson on the sentence on screen. What it shows is there once it is made, and gone on a sentence that nobody has guessed at. */
export function useGuess(lesson: Lesson, page: LessonPage, address: string): OneGuess {
  const id = useApp((state) => guessKey(address, state));
  const [, redraw] = useState(0);
  const guessed = guessMade(id);
  const isMade = guessed !== null;
  /** What the guess was about for which something is shown. */
  const shownFor = useRef<string | null>(null);
  const shows = page.guess?.shows ?? '';
  useEffect(() => {
    if (shows === '') return;
    if (isMade && shownFor.current !== id) setBesides(shows);
    if (!isMade && (shownFor.current !== null || hasBesides(shows))) takeBack(shows, lesson, page);
    shownFor.current = isMade ? id : null;
  }, [id, isMade, shows, lesson, page]);
  const choose = (value: Guessed): void => {
    keepGuess(id, value);
    redraw((n) => n + 1);
  };
  return { id, guessed, choose };
}
