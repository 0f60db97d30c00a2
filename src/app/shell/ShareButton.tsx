import { useState } from 'react';
import { linkOf } from '../state/headNumbers.ts';
import { notesOnScreen } from '../shown/headNotes.ts';
import { withNotesInQuery } from '../state/notesLink.ts';
import { foldedLink } from '../loops/linkFolding.ts';
import { isTooLong, movedBehind } from '../state/longLinks.ts';
import { store } from '../state/store.ts';
import controls from '../parts/controls.module.css';

/** Copies a link that restores the view; the sentence is part of the link. */
export function ShareButton() {
  const [said, setSaid] = useState('');
  const share = async (): Promise<void> => {
    const query = withNotesInQuery(linkOf(store.getState()), notesOnScreen(store.getState()));
    const link = `${window.location.origin}${window.location.pathname}${await foldedLink(movedBehind(query))}`;
    try {
      await navigator.clipboard.writeText(link);
      setSaid(isTooLong(query) ? 'Link copied; the text is too long to be in it' : 'Link copied');
    } catch {
      // Where the clipboard is closed to pages, the address bar holds the same link.
      setSaid('The link is in the address bar');
    }
    setTimeout(() => setSaid(''), 2500);
  };
  return (
    <>
      <span role="status" style={{ fontSize: 'var(--small)', color: 'var(--muted)' }}>
        {said}
      </span>
      <button
        type="button"
        className={controls.plain}
        title="Copy a link that restores this view, sentence included"
        onClick={() => void share()}
      >
        Share
      </button>
    </>
  );
}
