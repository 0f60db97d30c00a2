import { dispatch, store } from '../state/store.ts';

/** Opens the list of lessons; an open lesson is left by its own button, which gives back the person's view. */
export function toggleLessons(): void {
  const leave = document.querySelector<HTMLElement>('[data-leave]');
  // While the lessons are fetched, or where they could not be, there is no button.
  const lesson = store.getState().view.lesson === null ? 'list' : null;
  if (leave === null) dispatch({ type: 'viewChanged', change: { lesson } });
  else leave.click();
}
