import { useEffect, useState } from 'react';
import type { AppState } from '../state/appState.ts';
import type { SharedLink } from '../state/sharedLink.ts';
import { dispatch, useApp } from '../state/store.ts';
import controls from '../parts/controls.module.css';

const selectShared = (state: AppState) => state.shared;

/** So long it is said what became of the link, in milliseconds. */
const SAID_MS = 2500;

const SHARED_WORDS: Readonly<Record<SharedLink['how'], string>> = {
  copied: 'Link copied',
  'copied-without-text': 'Link copied; the text is too long to be in it',
  'in-address': 'The link is in the address bar',
};

/** Copies a link that restores the view; the sentence is part of the link. */
export function ShareButton() {
  const shared = useApp(selectShared);
  const [over, setOver] = useState(shared);
  useEffect(() => {
    const timer = setTimeout(() => setOver(shared), SAID_MS);
    return () => clearTimeout(timer);
  }, [shared]);
  return (
    <>
      <span role="status" style={{ fontSize: 'var(--small)', color: 'var(--muted)' }}>
        {shared === null || shared === over ? '' : SHARED_WORDS[shared.how]}
      </span>
      <button
        type="button"
        className={controls.plain}
        title="Copy a link that restores this view, sentence included"
        onClick={() => dispatch({ type: 'shareAsked' })}
      >
        Share
      </button>
    </>
  );
}
