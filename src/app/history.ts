import { sameHead } from '../core/selection.ts';
import { linkOf } from './headNumbers.ts';
import { dispatch, store } from './store.ts';
import type { AppState, View } from './state.ts';
import { decodeView } from './url.ts';

/** Typing and dragging replace the current entry of the browser's history; every other change of the view is a step back. */
const QUIET: ReadonlySet<keyof View> = new Set(['text', 'pair', 'minScore', 'tau', 'theme', 'isLarge']);

/** What changes many times a second; writing the address takes the browser milliseconds, so it waits for a pause. */
const STEADY: ReadonlySet<keyof View> = new Set(['text', 'pair', 'minScore', 'tau', 'ablation']);
const PAUSE_MS = 300;

/** Keeps address and view the same, both ways; returns its undoing. */
export function followHistory(): () => void {
  let last = store.getState();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBehind = false;

  /** Brings the address of the current entry up to a state, if quiet changes wait. */
  const flush = (state: AppState): void => {
    clearTimeout(timer);
    const address = addressOf(state);
    if (isBehind && address !== currentAddress()) window.history.replaceState(null, '', address);
    isBehind = false;
  };
  const flushNow = (): void => flush(store.getState());

  const unsubscribe = store.subscribe((state) => {
    const before = last;
    last = state;
    if (state.view === before.view) return;
    const changed = changedFields(before.view, state.view);
    const isQuiet =
      before.awaitsSuggestion ||
      changed.every((name) => QUIET.has(name) || (name === 'ablation' && isDragged(before.view, state.view)));
    if (isQuiet) {
      isBehind = true;
      clearTimeout(timer);
      if (changed.every((name) => STEADY.has(name))) timer = setTimeout(flushNow, PAUSE_MS);
      else flushNow();
      return;
    }
    flush(before);
    const address = addressOf(state);
    if (address !== currentAddress()) window.history.pushState(null, '', address);
  });
  const onPop = (): void => {
    // What was typed last belongs to the entry that has been left, which can no longer be written.
    clearTimeout(timer);
    isBehind = false;
    dispatch({ type: 'viewRestored', view: decodeView(window.location.search) });
  };
  window.addEventListener('popstate', onPop);
  window.addEventListener('pagehide', flushNow);
  return () => {
    flushNow();
    unsubscribe();
    window.removeEventListener('popstate', onPop);
    window.removeEventListener('pagehide', flushNow);
  };
}

function addressOf(state: AppState): string {
  return `${window.location.pathname}${linkOf(state)}${window.location.hash}`;
}

function currentAddress(): string {
  return `${window.location.pathname}${window.location.search}${window.location.hash}`;
}

/** Whether the same heads are turned down, only by another part: a slider that is dragged. */
function isDragged({ ablation: before }: View, { ablation: after }: View): boolean {
  return (
    before.length === after.length &&
    before.every((one, index) => {
      const other = after[index];
      return other !== undefined && sameHead(one, other) && one.kind === other.kind;
    })
  );
}

function changedFields(before: View, after: View): readonly (keyof View)[] {
  const names: (keyof View)[] = [];
  for (const name of Object.keys(after)) if (isField(after, name) && before[name] !== after[name]) names.push(name);
  return names;
}

function isField(view: View, name: string): name is keyof View {
  return name in view;
}
