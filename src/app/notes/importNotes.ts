import { mergedNotes } from '../../core/notes/notes.ts';
import type { HeadNote } from '../../core/notes/notes.ts';
import { readNotesCsv } from '../../core/notes/notesCsv.ts';
import { readNotes } from '../../core/notes/readNotes.ts';
import { isRecord } from '../../core/isRecord.ts';
import { counted } from '../../core/numberWords.ts';
import type { AttentionKind } from '../../core/tensor.ts';

/** What a file brought: all notes as they then are, and what is said of it. */
type Imported = { readonly notes: readonly HeadNote[]; readonly says: string };

/** Larger files are no notes. */
const MOST_BYTES = 20_000_000;

/**
 * The notes of a file, a run (JSON) or a table (CSV) of this page, beside those that are there: a head that has one keeps it.
 * `stack` is where a table means its heads to be that names none.
 */
export async function importedNotes(file: File, own: readonly HeadNote[], stack: AttentionKind): Promise<Imported> {
  if (file.size > MOST_BYTES) return { notes: own, says: 'This file is too large to be one of notes.' };
  const found = notesOfText(await file.text(), stack);
  if (found === null)
    return {
      notes: own,
      says: 'No notes are in this file. Take one that was saved here: CSV of notes, or a run as JSON.',
    };
  const notes = mergedNotes(own, found);
  const nNew = notes.length - own.length;
  const nKept = found.length - nNew;
  return {
    notes,
    says: `${counted(nNew, 'note')} came in${nKept > 0 ? `; ${counted(nKept, 'head')} had one already, which stays` : ''}.`,
  };
}

function notesOfText(text: string, stack: AttentionKind): readonly HeadNote[] | null {
  if (!text.trimStart().startsWith('{')) return readNotesCsv(text, stack);
  try {
    const run: unknown = JSON.parse(text);
    return isRecord(run) && run['notes'] !== undefined ? readNotes(run['notes'], []) : null;
  } catch {
    // What begins like JSON and is none holds no notes, which is said.
    return null;
  }
}
