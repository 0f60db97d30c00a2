import type { ComponentType } from 'react';
import { notesOnScreen } from '../shown/headNotes.ts';
import { fetched } from '../shown/fetched.ts';
import { PAGE_NAMES } from '../state/pageNames.ts';
import type { PageName } from '../state/pageNames.ts';
import type { AppState } from '../state/appState.ts';
import { HeadsPage } from './HeadsPage.tsx';

/** One page on the right: its tab, its sentence in the help sheet, and what it draws. */
export type Page = {
  readonly title: string;
  /** What it is for, in the help sheet; null for the page that the sheet explains as a whole. */
  readonly help: string | null;
  readonly Panel: ComponentType;
  /** How many of something, beside the title; 0 is not written. */
  readonly count?: (state: AppState) => number;
  /** Whether that is something to be warned of: heads that are off. */
  readonly isWarning?: true;
};

/** Every page by its name in the address. All but the first are fetched when first looked at: the first picture does not wait for them. */
export const PAGES: Readonly<Record<PageName, Page>> = {
  heads: { title: 'Heads', help: null, Panel: HeadsPage },
  inside: {
    title: 'Inside',
    help: '“Inside” follows one word and one it looks at through a head, step by step: what is compared, weighed and written.',
    Panel: fetched(async () => (await import('../inside/InsidePanel.tsx')).InsidePanel),
  },
  off: {
    title: 'Switch off',
    help: '“Switch off” on the right turns heads down and shows what the model says instead, token by token.',
    Panel: fetched(async () => (await import('../off/OffPanel.tsx')).OffPanel),
    count: (state) => state.view.ablation.length,
    isWarning: true,
  },
  importance: {
    title: 'Importance',
    help: '“Importance” does so with every head in turn, and takes heads away one after another.',
    Panel: fetched(async () => (await import('../importance/ImportancePanel.tsx')).ImportancePanel),
  },
  alike: {
    title: 'Alike',
    help: '“Alike” finds heads that look at the same places, and tries whether one is the backup of another.',
    Panel: fetched(async () => (await import('../alike/AlikePanel.tsx')).AlikePanel),
  },
  words: {
    title: 'Words',
    help: '“Words” asks over many sentences whether a head looks at some words: of feelings, of colours, or your own.',
    Panel: fetched(async () => (await import('../words/WordsPanel.tsx')).WordsPanel),
  },
  notes: {
    title: 'Notes',
    help: '“Notes” lists what you have written of heads; it is written under a pinned head.',
    Panel: fetched(async () => (await import('../notes/NotesPanel.tsx')).NotesPanel),
    count: (state) => notesOnScreen(state).length,
  },
  cost: {
    title: 'Cost',
    help: '“Cost” works out what more or fewer heads would cost, and times them here.',
    Panel: fetched(async () => (await import('../cost/CostPanel.tsx')).CostPanel),
  },
};

/** The page so many tabs further on, round and round. */
export function pageAfter(name: PageName, steps: number): PageName {
  const at = PAGE_NAMES.indexOf(name) + steps;
  return PAGE_NAMES[(at + PAGE_NAMES.length) % PAGE_NAMES.length] ?? name;
}
