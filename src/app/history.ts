import { dispatch, store } from './store.ts';
import type { View } from './state.ts';
import { decodeView, encodeView } from './url.ts';

/** Typing and dragging replace the current entry of the browser's history; every other change of the view is a step back. */
const QUIET: ReadonlySet<keyof View> = new Set(['text', 'pair', 'minScore', 'theme', 'isLarge']);

/** Keeps address and view the same, both ways; returns its undoing. */
export function followHistory(): () => void {
  let last = store.getState();
  const unsubscribe = store.subscribe((state) => {
    const before = last;
    last = state;
    if (state.view === before.view) return;
    const query = encodeView(state.view);
    if (query === window.location.search) return;
    const changed = changedFields(before.view, state.view);
    const isStep = !changed.every((name) => QUIET.has(name)) && !before.awaitsSuggestion;
    const url = `${window.location.pathname}${query}${window.location.hash}`;
    if (isStep) window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
  });
  const onPop = (): void => dispatch({ type: 'viewRestored', view: decodeView(window.location.search) });
  window.addEventListener('popstate', onPop);
  return () => {
    unsubscribe();
    window.removeEventListener('popstate', onPop);
  };
}

function changedFields(before: View, after: View): readonly (keyof View)[] {
  const names: (keyof View)[] = [];
  for (const name of Object.keys(after)) if (isField(after, name) && before[name] !== after[name]) names.push(name);
  return names;
}

function isField(view: View, name: string): name is keyof View {
  return name in view;
}
