import { isStudied } from '../state/pageNames.ts';
import { store } from '../state/store.ts';

/** Begins what measures by itself as such a page is first opened; it comes with the page. Returns its undoing. */
export function startOnceStudied(): () => void {
  let undo: (() => void) | null = null;
  let isOver = false;
  const begin = async (): Promise<void> => {
    unsubscribe();
    // Where it cannot be fetched there is the button, which asks for the same.
    const loop = await import('./selfMeasureLoop.ts').catch(() => null);
    if (loop !== null && !isOver) undo = loop.startSelfMeasureLoop();
  };
  const unsubscribe = store.subscribe(({ view }) => {
    if (isStudied(view.panel)) void begin();
  });
  if (isStudied(store.getState().view.panel)) void begin();
  return () => {
    isOver = true;
    unsubscribe();
    undo?.();
  };
}
