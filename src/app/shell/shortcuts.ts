import type { HoverStore } from '../../views/hover.ts';
import { toggleOnScreen } from '../shown/turning.ts';
import type { ScaleMode } from '../../views/paint/weightScale.ts';
import { dispatch, store } from '../state/store.ts';
import { toggleLessons } from './toggleLessons.ts';
import { pageAfter, PAGES } from './pages.ts';

/** What a key of the page may reach beside the state. */
export type KeyReach = { readonly onHelp: () => void; readonly hover: Pick<HoverStore, 'get'> };

/** One row of the sheet behind "?". */
type Shortcut = {
  readonly name: string;
  readonly says: string;
  /** Which value of KeyboardEvent.key it answers to; none where views hear the key themselves. */
  readonly key?: RegExp;
  does?(event: KeyboardEvent, reach: KeyReach): void;
};

const NEXT_SCALE: Readonly<Record<ScaleMode, ScaleMode>> = { absolute: 'head', head: 'log', log: 'absolute' };

/** The page's keys, in the order in which the sheet lists them. */
export const SHORTCUTS: readonly Shortcut[] = [
  {
    name: '/',
    says: 'go to the sentence',
    key: /^\/$/,
    does: (event) => {
      event.preventDefault();
      document.querySelector<HTMLElement>('textarea')?.focus();
    },
  },
  { name: 'arrows', says: 'move between heads; in a heatmap, between cells; in the token line, between tokens' },
  { name: 'Enter or space', says: 'pin the head, or unpin it' },
  {
    name: 'Esc',
    says: 'unpin the active head; under “Inside”, the cell',
    key: /^Escape$/,
    does: () => {
      const head = activeHead();
      if (closeMessage() || endPreview()) return;
      // Who reads there would lose the page with the head.
      if (store.getState().view.panel === 'inside') dispatch({ type: 'viewChanged', change: { cell: null } });
      else if (head !== undefined) dispatch({ type: 'headUnpinned', head });
    },
  },
  {
    name: '1 … 9',
    says: 'make that pinned head the active one',
    key: /^[1-9]$/,
    does: ({ key }) => {
      const index = Number(key) - 1;
      if (index < store.getState().view.heads.length) dispatch({ type: 'pinActivated', index });
    },
  },
  { name: 'e', says: 'show or hide the evidence', key: /^e$/, does: () => flip('showsEvidence') },
  { name: 'h', says: 'hide special tokens and the sink', key: /^h$/, does: () => flip('hidesSinks') },
  {
    name: 's',
    says: 'next scale',
    key: /^s$/,
    does: () => dispatch({ type: 'viewChanged', change: { scale: NEXT_SCALE[store.getState().view.scale] } }),
  },
  {
    name: 'x',
    says: 'switch off the head pointed at, or the active one; once more: on again',
    key: /^x$/,
    does: (event, { hover }) => {
      // A head of the grid that has the focus has heard the key itself.
      const head = event.defaultPrevented ? undefined : (hover.get().head ?? activeHead());
      if (head !== undefined) toggleOnScreen(head);
    },
  },
  {
    name: 'v',
    says: `next page on the right: ${Object.values(PAGES)
      .map(({ title }) => title.toLowerCase())
      .join(', ')}`,
    key: /^v$/,
    does: () => dispatch({ type: 'viewChanged', change: { panel: pageAfter(store.getState().view.panel, 1) } }),
  },
  { name: 'l', says: 'learn: the lessons, or leave them', key: /^l$/, does: () => toggleLessons() },
  { name: 'a', says: 'larger, for the back of the room', key: /^a$/, does: () => flip('isLarge') },
  { name: 'p', says: 'present to a room, or end it', key: /^p$/, does: () => flip('isPresenting') },
  { name: '?', says: 'this sheet', key: /^\?$/, does: (_event, { onHelp }) => onHelp() },
];

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
