import { useCallback, useEffect } from 'react';
import type { ErrorInfo } from '../../core/errors.ts';
import type { InsideQuestion } from '../../core/inside/questions.ts';
import type { AppState } from '../state/appState.ts';
import { insideAnswer } from '../state/inside.ts';
import { newestAnswer } from './newestAnswer.ts';
import type { InsideAbout, InsideAnswerOf } from '../state/inside.ts';
import { dispatch, useApp } from '../state/store.ts';

/** What has come of a question so far. */
type Asked<About extends InsideAbout> = {
  readonly answer: InsideAnswerOf<About> | null;
  readonly error: ErrorInfo | null;
  /** Asks once more, after a failure. */
  readonly askAgain: () => void;
};

/**
 * Asks the worker while this is drawn, anew of every run that the answer does not hold for; null asks nothing. The question must keep its identity as long as it is the
 * same. One component on the page asks about one thing.
 */
export function useInside<About extends InsideAbout>(
  about: About,
  question: Extract<InsideQuestion, { readonly about: About }> | null,
): Asked<About> {
  const answer = useApp(useCallback((state: AppState) => insideAnswer(state, about), [about]));
  const error = useApp(useCallback((state: AppState) => state.inside[about]?.error ?? null, [about]));
  const isAsked = question !== null;
  const askAgain = useCallback(() => {
    if (question !== null) dispatch({ type: 'insideAsked', question });
  }, [question]);
  useEffect(askAgain, [askAgain]);
  useEffect(() => (isAsked ? () => dispatch({ type: 'insideClosed', about }) : undefined), [about, isAsked]);
  return { answer: isAsked ? answer : null, error: isAsked ? error : null, askAgain };
}

/** The answer to what `useInside` asks, and until it is there what another run answered: for what may stay meanwhile, as labels do. */
export function useNewest<About extends InsideAbout>(about: About): InsideAnswerOf<About> | null {
  return useApp(useCallback((state: AppState) => newestAnswer(state, about), [about]));
}
