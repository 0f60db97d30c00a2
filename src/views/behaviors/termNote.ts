import { GLOSSARY } from '../../core/glossary/glossary.ts';
import type { TermId } from '../../core/glossary/glossary.ts';
import styles from './termNote.module.css';

/** A pointer that only passes a word, and one that is on its way to the note, wait so long, in milliseconds. */
const PASSING_MS = 180;
const LEAVING_MS = 220;
/** Room between word and note, and between note and the edge of the window, in CSS pixels. */
const GAP = 6;
const EDGE = 8;

const ID = 'term-note';

/** How a person has come to a word: with the pointer above it, with the focus on it, or by pressing it. */
export type TermWay = 'passing' | 'reached' | 'pressed';

type Shown = { readonly word: HTMLElement; readonly end: () => void };

let shown: Shown | null = null;
let passing: ReturnType<typeof setTimeout> | undefined;

/**
 * Shows the explanation of a term beside its word until the pointer or the focus has gone elsewhere, or Esc. A word that a
 * pointer is only passing waits a little; one that has lost the focus by the time that the explanations are there has none.
 */
export function showTermNote(word: HTMLElement, term: TermId, way: TermWay): void {
  clearTimeout(passing);
  if (shown?.word === word) return;
  if (way === 'pressed') open(word, term);
  if (way === 'reached' && document.activeElement === word) open(word, term);
  if (way !== 'passing') return;
  passing = setTimeout(() => {
    if (word.matches(':hover')) open(word, term);
  }, PASSING_MS);
}

function open(word: HTMLElement, term: TermId): void {
  // What is gone by now is not explained.
  if (!word.isConnected) return;
  shown?.end();
  const note = makeNote(term);
  // What lies outside of an open sheet is out of reach for who hears the page.
  (word.closest('dialog') ?? document.body).append(note);
  note.showPopover?.();
  place(note, word);
  word.setAttribute('aria-describedby', ID);
  const listening = new AbortController();
  const { signal } = listening;
  const end = (): void => {
    listening.abort();
    clearTimeout(leaving);
    note.remove();
    word.removeAttribute('aria-describedby');
    shown = null;
  };
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const isOn = (target: EventTarget | null): boolean =>
    target instanceof Node && (word.contains(target) || note.contains(target));
  shown = { word, end };
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      // Nearer than a sheet, and than any head.
      event.preventDefault();
      event.stopPropagation();
      end();
    },
    { signal, capture: true },
  );
  addEventListener('pointerdown', ({ target }) => isOn(target) || end(), { signal, capture: true });
  addEventListener('focusin', ({ target }) => isOn(target) || end(), { signal });
  addEventListener(
    'pointermove',
    ({ target, pointerType }) => {
      if (pointerType !== 'mouse') return;
      clearTimeout(leaving);
      leaving = undefined;
      if (!isOn(target) && document.activeElement !== word) leaving = setTimeout(end, LEAVING_MS);
    },
    { signal },
  );
  const follow = (): void => (word.isConnected ? place(note, word) : end());
  addEventListener('scroll', follow, { signal, capture: true, passive: true });
  addEventListener('resize', follow, { signal });
}

function makeNote(term: TermId): HTMLElement {
  const { name, says } = GLOSSARY[term];
  const note = document.createElement('div');
  note.id = ID;
  note.className = styles.note ?? '';
  note.setAttribute('role', 'tooltip');
  // Above everything, open sheets included.
  note.setAttribute('popover', 'manual');
  const title = document.createElement('b');
  title.textContent = name;
  const words = document.createElement('span');
  words.textContent = says;
  note.append(title, ' ', words);
  return note;
}

/** Under the word, or above it where there is more room; within the window. */
function place(note: HTMLElement, word: HTMLElement): void {
  // A word over two lines has two boxes: the note stands at the first.
  const at = word.getClientRects()[0] ?? word.getBoundingClientRect();
  const { width, height } = note.getBoundingClientRect();
  const isBelow = at.bottom + GAP + height + EDGE <= innerHeight || at.top < innerHeight - at.bottom;
  const left = Math.max(EDGE, Math.min(at.left, innerWidth - width - EDGE));
  note.style.left = `${left}px`;
  note.style.top = `${isBelow ? at.bottom + GAP : at.top - GAP - height}px`;
}
