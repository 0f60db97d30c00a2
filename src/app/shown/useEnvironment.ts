import { useSyncExternalStore } from 'react';
import type { ThemeWish } from '../state/view.ts';

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');

function followDark(listener: () => void): () => void {
  darkQuery.addEventListener('change', listener);
  return () => darkQuery.removeEventListener('change', listener);
}

/** The scheme that is shown: the person's choice, else the system's. */
export function useScheme(wish: ThemeWish): 'light' | 'dark' {
  const isDark = useSyncExternalStore(followDark, () => darkQuery.matches);
  return wish === 'auto' ? (isDark ? 'dark' : 'light') : wish;
}

const stackedQuery = window.matchMedia('(max-width: 60rem), (max-height: 38rem)');

function followStacked(listener: () => void): () => void {
  stackedQuery.addEventListener('change', listener);
  return () => stackedQuery.removeEventListener('change', listener);
}

/** True on a narrow or low screen, where the parts of the page stand under each other and the page itself scrolls. */
export function useIsStacked(): boolean {
  return useSyncExternalStore(followStacked, () => stackedQuery.matches);
}

/** Screens whose type is larger, and its size in CSS pixels; the same steps stand in theme.css. */
const STEPS: readonly (readonly [MediaQueryList, number])[] = [
  [window.matchMedia('(min-width: 2400px)'), 20],
  [window.matchMedia('(min-width: 1900px)'), 17],
];
const SMALLEST = 15;

/** How much larger everything is for the back of the room. */
const LARGE = 1.4;

function followSteps(listener: () => void): () => void {
  for (const [query] of STEPS) query.addEventListener('change', listener);
  return () => {
    for (const [query] of STEPS) query.removeEventListener('change', listener);
  };
}

/** CSS pixels of one rem, as theme.css sets it for the width of the screen. */
export function useRem(isLarge: boolean): number {
  const rem = useSyncExternalStore(followSteps, () => STEPS.find(([query]) => query.matches)?.[1] ?? SMALLEST);
  return isLarge ? rem * LARGE : rem;
}
