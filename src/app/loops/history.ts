import { sameHead } from '../../core/selection.ts';
import { linkOf } from '../state/headNumbers.ts';
import { isFolded, isOwnHash, movedBehind, plainQuery } from '../state/longLinks.ts';
import { keepAddress, takeAddress } from './leftAddress.ts';
import { foldedLink, unfoldedLink } from './linkFolding.ts';
import { dispatch, store } from '../state/store.ts';
import type { AppState } from '../state/appState.ts';
import type { View } from '../state/view.ts';
import { decodeView, hasText } from '../state/url.ts';

/** Typing and dragging replace the current entry of the browser's history; every other change of the view is a step back. */
const QUIET: ReadonlySet<keyof View> = new Set([
  'text',
  'pair',
  'written',
  'sampling',
  'asked',
  'side',
  'stretch',
  'minScore',
  'groups',
  'tau',
  'cost',
  'drawing',
  'theme',
  'isLarge',
  'isPresenting',
]);

/** What changes many times a second; writing the address takes the browser milliseconds, so it waits for a pause. */
const STEADY: ReadonlySet<keyof View> = new Set([
  'text',
  'pair',
  'against',
  'written',
  'sampling',
  'asked',
  'stretch',
  'minScore',
  'groups',
  'tau',
  'cost',
  'drawing',
  'ablation',
]);
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
    if (isBehind && address !== plainAddress()) write('replaceState', address);
    isBehind = false;
  };
  const flushNow = (): void => flush(store.getState());
  const onLeaving = (): void => {
    if (isBehind && !isUnread) keepAddress(addressOf(store.getState()), () => window.sessionStorage);
    flushNow();
  };

  const unsubscribe = store.subscribe((state) => {
    const before = last;
    last = state;
    if (state.view === before.view) return;
    const changed = changedFields(before.view, state.view);
    const isQuiet =
      isRestoring ||
      before.awaitsSuggestion ||
      changed.every(
        (name) =>
          QUIET.has(name) ||
          (name === 'ablation' && isDragged(before.view, state.view)) ||
          // Typed on: to begin with another text, and to leave it, are steps.
          (name === 'against' && before.view.against !== null && state.view.against !== null),
      );
    if (isQuiet) {
      isBehind = true;
      clearTimeout(timer);
      if (changed.every((name) => STEADY.has(name))) timer = setTimeout(flushNow, PAUSE_MS);
      else flushNow();
      return;
    }
    flush(before);
    const address = addressOf(state);
    if (address !== plainAddress()) write('pushState', address);
  });
  const onPop = (): void => {
    // What was typed last belongs to the entry that has been left, which can no longer be written.
    clearTimeout(timer);
    isBehind = false;
    void restoreLink();
  };
  window.addEventListener('popstate', onPop);
  window.addEventListener('pagehide', onLeaving);
  return () => {
    flushNow();
    unsubscribe();
    window.removeEventListener('popstate', onPop);
    window.removeEventListener('pagehide', onLeaving);
  };
}

/** Brings back the address that the page was left with before it was loaded again; whether there was one. */
export function bringBackAddress(): boolean {
  const [how] = performance.getEntriesByType('navigation');
  const address = takeAddress(
    how instanceof PerformanceNavigationTiming ? how.type : undefined,
    () => window.sessionStorage,
  );
  return address !== null && tryWriting('replaceState', address);
}

/** Shows what the address says; what of it cannot be read is told. At once, unless a part of it is compressed. */
export async function restoreLink(): Promise<void> {
  const { search, hash } = window.location;
  const address = currentAddress();
  const found = isFolded(hash)
    ? await unfoldedLink({ search, hash })
    : { query: plainQuery({ search, hash }), broken: [] };
  // The person may have gone on meanwhile.
  if (address !== currentAddress()) return;
  isUnread = found === null;
  if (found === null) {
    dispatch({ type: 'noticeRaised', notice: { code: 'link-unfetched' } });
    return;
  }
  const { query, broken } = found;
  if (isFolded(hash)) foldedNow = { address, plain: `${window.location.pathname}${movedBehind(query)}` };
  isRestoring = true;
  dispatch({ type: 'viewRestored', view: decodeView(query), awaitsText: !hasText(query) });
  isRestoring = false;
  for (const detail of broken) dispatch({ type: 'noticeRaised', notice: { code: 'link-broken', detail } });
}

/** What reads the current entry of the history did not come: until another entry is gone to, the address stays, for a page that is loaded again. */
let isUnread = false;

/** An entry that was written in another form than the page's own is brought into it, and no step is added: Back would never get past it. */
let isRestoring = false;

/** The address of the current entry of the history if it is compressed, and what it was made from. */
let foldedNow: { readonly address: string; readonly plain: string } | null = null;
let foldTimer: ReturnType<typeof setTimeout> | undefined;

/** After so long an address that stays as it is gets compressed, in milliseconds: browsers allow few writings a second. */
const FOLD_MS = 1000;

/** An address is written at once, so that leaving the page loses nothing, and compressed when there is time. */
function write(how: 'pushState' | 'replaceState', address: string): void {
  clearTimeout(foldTimer);
  if (isUnread || !tryWriting(how, address) || !address.includes('#')) return;
  foldTimer = setTimeout(() => void foldAddress(address), FOLD_MS);
}

async function foldAddress(plain: string): Promise<void> {
  const address = await foldedLink(plain);
  if (address === plain || currentAddress() !== plain) return;
  if (tryWriting('replaceState', address)) foldedNow = { address, plain };
}

/** False where the browser refuses: it is written too often, or the page lies in a frame that has no address to write. */
function tryWriting(how: 'pushState' | 'replaceState', address: string): boolean {
  try {
    window.history[how](null, '', address);
    return true;
  } catch (thrown) {
    console.warn(`The address stays behind the view: ${String(thrown)}`);
    return false;
  }
}

function addressOf(state: AppState): string {
  const link = movedBehind(linkOf(state));
  const { pathname, hash } = window.location;
  return `${pathname}${link}${link.includes('#') || isOwnHash(hash) ? '' : hash}`;
}

/** The address of the current entry as it was before it was compressed. */
function plainAddress(): string {
  const address = currentAddress();
  return foldedNow?.address === address ? foldedNow.plain : address;
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
