import { isRecord } from '../../core/isRecord.ts';
import type { HeadNote } from '../../core/notes/notes.ts';
import { readNote } from '../../core/notes/readNotes.ts';
import { keep, readKept } from './kept.ts';
import type { KeptIn } from './kept.ts';

/** Notes by the id of their model. */
export type NotesOfModels = Readonly<Record<string, readonly HeadNote[]>>;

const KEY = 'headlight:notes';

/** The notes kept in this browser; none where storage is blocked or holds something else. */
export function readSavedNotes(storage: KeptIn): NotesOfModels {
  const found = readKept(KEY, storage);
  if (!isRecord(found)) return {};
  const kept = Object.entries(found).map(
    ([id, notes]) => [id, Array.isArray(notes) ? notes.flatMap((one) => readNote(one) ?? []) : []] as const,
  );
  return Object.fromEntries(kept.filter(([, notes]) => notes.length > 0));
}

/** Keeps the notes in this browser; false where it does not let them be kept beyond this visit. */
export function keepSavedNotes(notes: NotesOfModels, storage: KeptIn): boolean {
  return keep(KEY, notes, storage);
}

export const NO_NOTES: readonly HeadNote[] = [];

/** The notes on the heads of one model, in one array as long as they are the same. */
export function notesOf(all: NotesOfModels, modelId: string): readonly HeadNote[] {
  // A model may be called as what every object has.
  return Object.hasOwn(all, modelId) ? (all[modelId] ?? NO_NOTES) : NO_NOTES;
}

/** The same with other notes for one model; a model without any is left out. */
export function withNotes(all: NotesOfModels, modelId: string, notes: readonly HeadNote[]): NotesOfModels {
  const others = Object.entries(all).filter(([id]) => id !== modelId);
  return Object.fromEntries(notes.length === 0 ? others : [...others, [modelId, notes]]);
}
