import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { AppState } from '../state/appState.ts';
import { PAGE_NAMES } from '../state/pageNames.ts';
import { store, useApp } from '../state/store.ts';

const selectHasRun = (state: AppState) => state.run !== null;

/** Scrolls to the page that a link names, once it has something to show, where it lies under the first screen and nobody has scrolled yet. */
export function useShownByLink(): RefObject<HTMLDivElement | null> {
  const side = useRef<HTMLDivElement>(null);
  const named = useRef(store.getState().view.panel);
  const hasRun = useApp(selectHasRun);
  useEffect(() => {
    const box = side.current;
    const isNamed = named.current !== PAGE_NAMES[0] && store.getState().view.panel === named.current;
    if (!hasRun || box === null || !isNamed || window.scrollY > 0) return;
    // Of what lies beside the heads, or is on the screen already, more is to be seen than its title.
    if (box.getBoundingClientRect().top > window.innerHeight / 2) box.scrollIntoView();
    named.current = PAGE_NAMES[0];
  }, [hasRun]);
  return side;
}
