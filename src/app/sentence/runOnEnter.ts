import type { KeyboardEvent } from 'react';
import { dispatch } from '../state/store.ts';

/** Enter runs what is typed, also where that waits for a pause or was stopped; Shift+Enter breaks the line. */
export function runOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  // Enter that ends the writing of a letter, as in Japanese, is not meant for the page.
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  dispatch({ type: 'runAsked' });
}
