import { useCallback, useSyncExternalStore } from 'react';
import type { ThemeWish } from '../state/view.ts';

const DARK = window.matchMedia('(prefers-color-scheme: dark)');
const STACKED = window.matchMedia('(max-width: 40rem), (max-width: 60rem) and (orientation: portrait)');
/** With large words a screen is low sooner. */
const LOW_IF_LARGE = window.matchMedia('(max-height: 50rem)');
const LOW = window.matchMedia('(max-height: 38rem) and (orientation: landscape)');

function useMedia(query: MediaQueryList): boolean {
  const follow = useCallback(
    (listener: () => void) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(follow, () => query.matches);
}

/** The scheme that is shown: the person's choice, else the system's. */
export function useScheme(wish: ThemeWish): 'light' | 'dark' {
  const isDark = useMedia(DARK);
  return wish === 'auto' ? (isDark ? 'dark' : 'light') : wish;
}

/** True on a phone and on a narrow screen held upright, where the parts of the page stand under each other and the page itself scrolls. */
export function useIsStacked(): boolean {
  return useMedia(STACKED);
}

/** True on a screen so low that little but one picture has room, as when the page is zoomed. */
export function useIsLow(): boolean {
  return useMedia(LOW);
}

/** True where one picture takes the whole height that there is, and what it is read by comes after it. */
export function useHasPictureFirst(isLarge: boolean): boolean {
  const isLow = useIsLow();
  return useMedia(LOW_IF_LARGE) ? isLow || isLarge : isLow;
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
