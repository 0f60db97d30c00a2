import { cutText } from '../quote.ts';
import { formatHead } from '../selection.ts';
import type { HeadRef } from '../selection.ts';
import { ATTENTION_KINDS } from '../tensor.ts';
import type { AttentionKind } from '../tensor.ts';

/** What a head is for, as a person judges it. */
export const NOTE_KINDS = ['position', 'syntax', 'meaning', 'other', 'unsure'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

/** What a person has written of one head. Layers by their true numbers, as in links. */
export type HeadNote = HeadRef & {
  readonly stack: AttentionKind;
  /** What they call it: "links verb and subject"; may be empty. */
  readonly name: string;
  /** Null while they have not said. */
  readonly kind: NoteKind | null;
  readonly text: string;
};

/** UTF-16 units of a name and of a note, and notes of a model: more is cut, whoever wrote it. */
const MOST_NAME = 80;
const MOST_TEXT = 2000;
const MOST_NOTES = 4096;

/** A head by its stack and name: "decoder L2H5". */
export function noteKey({ stack, layer, head }: Pick<HeadNote, 'stack' | 'layer' | 'head'>): string {
  return `${stack} ${formatHead({ layer, head })}`;
}

/** Whether nothing is said in it. */
export function isEmptyNote({ name, kind, text }: HeadNote): boolean {
  return name.trim() === '' && kind === null && text.trim() === '';
}

/** A note no longer than it may be. */
export function cutNote(note: HeadNote): HeadNote {
  return { ...note, name: cutText(note.name, MOST_NAME), text: cutText(note.text, MOST_TEXT) };
}

/** The notes with one in place of what its head had; an empty one takes it away. In the order stack, layer, head. */
export function withNote(notes: readonly HeadNote[], note: HeadNote): readonly HeadNote[] {
  const others = notes.filter((other) => noteKey(other) !== noteKey(note));
  return ordered(isEmptyNote(note) ? others : [...others, cutNote(note)]);
}

/** The notes with those of another hand: a head that has one already keeps it. */
export function mergedNotes(own: readonly HeadNote[], foreign: readonly HeadNote[]): readonly HeadNote[] {
  const known = new Set(own.map(noteKey));
  const fresh = new Map(foreign.filter((note) => !known.has(noteKey(note))).map((note) => [noteKey(note), note]));
  return ordered([...own, ...fresh.values()]);
}

function ordered(notes: readonly HeadNote[]): readonly HeadNote[] {
  const place = ({ stack }: HeadNote): number => ATTENTION_KINDS.indexOf(stack);
  return notes.toSorted((a, b) => place(a) - place(b) || a.layer - b.layer || a.head - b.head).slice(0, MOST_NOTES);
}
