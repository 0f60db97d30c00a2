import { useCallback, useSyncExternalStore } from 'react';
import type { ThemeWish } from '../state/view.ts';

const DARK = window.matchMedia('(prefers-color-scheme: dark)');
const STACKED = window.matchMedia('(max-width: 40rem), (max-width: 60rem) and (orientation: portrait)');
/** With large words a screen is low sooner. */
const LOW_IF_LARGE = window.matchMedia('(max-height: 50rem)');
const SHORT = window.matchMedia('(max-height: 44.5rem) and (orientation: landscape)');
/** With large words only on a screen higher than this there is room to spare. */
const SHORT_IF_LARGE = window.matchMedia('(max-height: 62rem)');
/** Two lines of answers have room. */
const HIGH = window.matchMedia('(min-height: 52rem)');
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

/** True where what stands above the pictures has to do with one line of each: else they would be pushed off the screen. */
export function useIsTight(isLarge: boolean): boolean {
  const isShort = useMedia(SHORT);
  return useMedia(SHORT_IF_LARGE) && isLarge ? true : isShort;
}

/** Answers that have room beside the asked word, and arcs that can be followed: on a narrow and on a high screen on two lines. */
export function useNAnswers(rem: number, isLarge: boolean): number {
  const isStacked = useIsStacked();
  const width = useSyncExternalStore(followSize, () => Math.floor(window.innerWidth / rem));
  const isTight = useIsTight(isLarge);
  const isHigh = useMedia(HIGH) && !isTight;
  const nFitting = isStacked ? 2 * Math.floor(width / 18) : (isHigh ? 2 : 1) * Math.floor((width - 24) / 19);
  return Math.max(2, Math.min(6, nFitting));
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
