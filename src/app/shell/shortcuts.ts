import type { HoverStore } from '../../views/hover.ts';
import { toggleOnScreen } from '../shown/turning.ts';
import type { ScaleMode } from '../../views/paint/weightScale.ts';
import { dispatch, store } from '../state/store.ts';
import { toggleLessons } from './toggleLessons.ts';
import { pageAfter } from './pages.ts';

/** What a key of the page may reach beside the state. */
export type KeyReach = { readonly onHelp: () => void; readonly hover: Pick<HoverStore, 'get'> };

type Shortcut = {
  /** Which value of KeyboardEvent.key it answers to. */
  readonly key: RegExp;
  does(event: KeyboardEvent, reach: KeyReach): void;
};

const NEXT_SCALE: Readonly<Record<ScaleMode, ScaleMode>> = { absolute: 'head', head: 'log', log: 'absolute' };

/** The page's keys, by what the sheet calls them: keyWords.ts says what each does. */
export const SHORTCUTS = {
  '/': {
    key: /^\/$/,
    does: (event) => {
      event.preventDefault();
      document.querySelector<HTMLElement>('textarea')?.focus();
    },
  },
  Esc: {
    key: /^Escape$/,
    does: () => {
      const head = activeHead();
      if (closeMessage() || endPreview()) return;
      // Who reads there would lose the page with the head.
      if (store.getState().view.panel === 'inside') dispatch({ type: 'viewChanged', change: { cell: null } });
      else if (head !== undefined) dispatch({ type: 'headUnpinned', head });
    },
  },
  '1 … 9': {
    key: /^[1-9]$/,
    does: ({ key }) => {
      const index = Number(key) - 1;
      if (index < store.getState().view.heads.length) dispatch({ type: 'pinActivated', index });
    },
  },
  e: { key: /^e$/, does: () => flip('showsEvidence') },
  h: { key: /^h$/, does: () => flip('hidesSinks') },
  s: {
    key: /^s$/,
    does: () => dispatch({ type: 'viewChanged', change: { scale: NEXT_SCALE[store.getState().view.scale] } }),
  },
  x: {
    key: /^x$/,
    does: (event, { hover }) => {
      // A head of the grid that has the focus has heard the key itself.
      const head = event.defaultPrevented ? undefined : (hover.get().head ?? activeHead());
      if (head !== undefined) toggleOnScreen(head);
    },
  },
  v: {
    key: /^v$/,
    does: () => dispatch({ type: 'viewChanged', change: { panel: pageAfter(store.getState().view.panel, 1) } }),
  },
  l: { key: /^l$/, does: () => toggleLessons() },
  a: { key: /^a$/, does: () => flip('isLarge') },
  p: { key: /^p$/, does: () => flip('isPresenting') },
  '?': { key: /^\?$/, does: (_event, { onHelp }) => onHelp() },
} as const satisfies Readonly<Record<string, Shortcut>>;

function activeHead() {
  const { view, activePin } = store.getState();
  return view.heads[activePin];
}

function flip(field: 'showsEvidence' | 'hidesSinks' | 'isLarge' | 'isPresenting'): void {
  dispatch({ type: 'viewChanged', change: { [field]: !store.getState().view[field] } });
}

/** A message in which something has the focus is nearer than any head. */
function closeMessage(): boolean {
  const close = document.activeElement?.closest('[data-message]')?.querySelector<HTMLElement>('[data-close]');
  close?.click();
  return close !== null && close !== undefined;
}

/** A head of the grid that has the focus but no pin is only a preview: Esc ends that first. */
function endPreview(): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !focused.matches('[role=gridcell][aria-selected=false]')) return false;
  focused.blur();
  return true;
}
