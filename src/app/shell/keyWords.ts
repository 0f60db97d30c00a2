import { PAGES } from './pages.ts';
import type { SHORTCUTS } from './shortcuts.ts';

/** What the page's keys do, in the order in which the sheet lists them; two of them are heard by views. */
export const KEY_WORDS: Readonly<Record<keyof typeof SHORTCUTS | 'arrows' | 'Enter or space', string>> = {
  '/': 'go to the sentence',
  arrows: 'move between heads; in a heatmap, between cells; in the token line, between tokens',
  'Enter or space': 'pin the head, or unpin it',
  Esc: 'unpin the active head; under “Inside”, the cell',
  '1 … 9': 'make that pinned head the active one',
  e: 'show or hide the evidence',
  h: 'hide special tokens and the sink',
  s: 'next scale',
  x: 'switch off the head pointed at, or the active one; once more: on again',
  v: `next page on the right: ${Object.values(PAGES)
    .map(({ title }) => title.toLowerCase())
    .join(', ')}`,
  l: 'learn: the lessons, or leave them',
  a: 'larger, for the back of the room',
  p: 'present to a room, or end it',
  '?': 'this sheet',
};
