import { useEffect } from 'react';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';

const selectHasRun = (state: AppState) => state.run !== null;

/** Scrolls to the page on the right as soon as there is something to see on it, where it lies under the first screen and nobody has scrolled. */
export function useShownByLink(): void {
  const hasRun = useApp(selectHasRun);
  useEffect(() => {
    const side = document.querySelector('#page')?.parentElement;
    if (!hasRun || !side || window.scrollY > 0) return;
    // Of what lies beside the heads, or is on the screen already, more is to be seen than its title.
    if (side.getBoundingClientRect().top > window.innerHeight / 2) side.scrollIntoView();
  }, [hasRun]);
}
