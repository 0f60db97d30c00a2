import { keepHost } from '../state/agreedHosts.ts';
import { keepSavedNotes } from '../state/savedNotes.ts';
import { keepSavedSets } from '../state/savedSets.ts';
import { dispatch, hear } from '../state/store.ts';

/** Keeps in this browser what outlasts the visit, at once as it changes, and says where the browser does not let it. Returns its undoing. */
export function startKeepLoop(storage: () => Pick<Storage, 'getItem' | 'setItem'>): () => void {
  return hear({
    notesChanged: ({ notes }) =>
      dispatch({ type: 'keepingTried', keeps: { keepsNotes: keepSavedNotes(notes, storage) } }),
    setsChanged: ({ sets }) => dispatch({ type: 'keepingTried', keeps: { keepsSets: keepSavedSets(sets, storage) } }),
    hostAgreed: ({ host }) => keepHost(host, storage),
  });
}
