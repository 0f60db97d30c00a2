import { notesOnScreen } from '../shown/headNotes.ts';
import { linkOf } from '../state/headNumbers.ts';
import { isTooLong, movedBehind } from '../state/longLinks.ts';
import { withNotesInQuery } from '../state/notesLink.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { foldedLink } from './linkFolding.ts';

/** Copies a link that restores the view, once it is asked for; the sentence and short notes are part of it. Returns its undoing. */
export function startShareLoop(clipboard: () => Pick<Clipboard, 'writeText'>): () => void {
  return hear({
    async shareAsked() {
      const state = store.getState();
      const query = withNotesInQuery(linkOf(state), notesOnScreen(state));
      const { origin, pathname } = window.location;
      try {
        await clipboard().writeText(`${origin}${pathname}${await foldedLink(movedBehind(query))}`);
        dispatch({ type: 'linkShared', how: isTooLong(query) ? 'copied-without-text' : 'copied' });
      } catch {
        // Where the clipboard is closed to pages, the address bar holds the same link.
        dispatch({ type: 'linkShared', how: 'in-address' });
      }
    },
  });
}
