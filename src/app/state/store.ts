import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { readSavedSets } from './savedSets.ts';
import { plainQuery } from './longLinks.ts';
import { brokenFields, decodeView } from './url.ts';
import { initialState } from './appState.ts';
import { reduce } from './reduce.ts';
import type { Action } from './actions.ts';
import type { AppState } from './appState.ts';

export const store = createStore<AppState>(() =>
  initialState(
    decodeView(plainQuery(window.location)),
    readSavedSets(() => window.localStorage),
    brokenFields(plainQuery(window.location)),
  ),
);

export function dispatch(action: Action): void {
  store.setState((state) => reduce(state, action), true);
}

/** One part of the app's state; the selector stands outside the component and returns a value that keeps its identity. */
export function useApp<Part>(selector: (state: AppState) => Part): Part {
  return useStore(store, selector);
}
