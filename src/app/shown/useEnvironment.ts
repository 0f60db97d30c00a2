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

function followSize(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}

function numberInTheme(name: string): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(name));
}

/** CSS pixels of one rem, as theme.css sets it for the width of the screen. */
export function useRem(isLarge: boolean): number {
  const step = useSyncExternalStore(followSize, () => numberInTheme('--step'));
  return isLarge ? step * numberInTheme('--larger') : step;
}
