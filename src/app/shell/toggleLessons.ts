import { dispatch, store } from '../state/store.ts';

/** Opens the list of lessons; an open lesson is left by its own button, which gives back the person's view. */
export function toggleLessons(): void {
  if (store.getState().view.lesson === null) dispatch({ type: 'viewChanged', change: { lesson: 'list' } });
  else document.querySelector<HTMLElement>('[data-leave]')?.click();
}
