import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { readAgreedHosts } from './agreedHosts.ts';
import type { Action } from './actions.ts';
import { initialState } from './appState.ts';
import type { AppState } from './appState.ts';
import { plainQuery } from './longLinks.ts';
import { reduce } from './reduce.ts';
import { readSavedSets } from './savedSets.ts';
import { keepSavedNotes, notesOf, readSavedNotes, withNotes } from './savedNotes.ts';
import { mergedNotes } from '../../core/notes/notes.ts';
import { notesOfQuery } from './notesLink.ts';
import { brokenFields, decodeView, hasText } from './url.ts';

export const store = createStore<AppState>(() => {
  const query = plainQuery(window.location);
  const view = decodeView(query);
  const linked = notesOfQuery(query);
  const state = initialState(
    view,
    readSavedSets(() => window.localStorage),
    [...brokenFields(query), ...linked.broken],
    !hasText(query),
  );
  const saved = readSavedNotes(() => window.localStorage);
  const notes = withNotes(saved, view.modelId, mergedNotes(notesOf(saved, view.modelId), linked.notes));
  // Those of a link go from the address with the first thing that is done, so they are kept at once.
  const keepsNotes = linked.notes.length === 0 || keepSavedNotes(notes, () => window.localStorage);
  const agreedHosts = readAgreedHosts(window.location.origin, () => window.localStorage);
  return { ...state, notes, keepsNotes, agreedHosts };
});

type Change = (state: AppState, before: AppState) => void;

const firsts = new Set<Change>();
// Whoever subscribes first is told first, and components do once they are drawn.
store.subscribe((state, before) => {
  for (const first of firsts) {
    try {
      first(state, before);
    } catch (error) {
      // Whoever comes after it, loops among them, is told all the same.
      reportError(error);
    }
  }
});

/** Hears of each change before anything is drawn for it, until its undoing, which it returns, is called. */
export function hearFirst(change: Change): () => void {
  firsts.add(change);
  return () => firsts.delete(change);
}

type ActionOf<Type extends Action['type']> = Extract<Action, { readonly type: Type }>;

/** What is done about actions, by their types. */
type Hearing = { readonly [Type in Action['type']]?: (action: ActionOf<Type>) => void };

const hearings = new Set<Hearing>();

/** The one way in: the state changes first, whoever follows it is told, and then loops hear the action, the oldest first. */
export function dispatch(action: Action): void {
  store.setState((state) => reduce(state, action), true);
  for (const hearing of hearings) tell(hearing, action.type, action);
}

function tell<Type extends Action['type']>(hearing: Hearing, type: Type, action: ActionOf<Type>): void {
  hearing[type]?.(action);
}

/** Hears actions until its undoing, which it returns, is called. */
export function hear(hearing: Hearing): () => void {
  hearings.add(hearing);
  return () => hearings.delete(hearing);
}

/** One part of the app's state; the selector stands outside the component and returns a value that keeps its identity. */
export function useApp<Part>(selector: (state: AppState) => Part): Part {
  return useStore(store, selector);
}
