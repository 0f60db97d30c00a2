import type { HeadNote, NoteKind } from '../../core/notes/notes.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { GridNote } from '../../views/HeadGrid/HeadGrid.picture.ts';
import type { AppState } from '../state/appState.ts';
import { NO_NOTES, notesOf } from '../state/savedNotes.ts';

/** Kinds of notes as the page names them, and the letter of each in the grid. */
export const KIND_WORDS: Readonly<Record<NoteKind, { readonly words: string; readonly mark: string }>> = {
  position: { words: 'position', mark: 'P' },
  syntax: { words: 'syntax', mark: 'S' },
  meaning: { words: 'meaning', mark: 'M' },
  other: { words: 'other', mark: 'O' },
  unsure: { words: 'unsure', mark: '?' },
};

/** A kind, or that there is none, in words and as the letter of the grid. */
export function kindWords(kind: NoteKind | null) {
  return kind === null ? NO_KIND : KIND_WORDS[kind];
}

const NO_KIND = { words: 'no kind', mark: '•' };

/** The notes on the heads of the model on screen; layers by their true numbers. */
export function notesOnScreen({ run, notes }: Pick<AppState, 'run' | 'notes'>): readonly HeadNote[] {
  return run === null ? NO_NOTES : notesOf(notes, run.model.id);
}

/** A head of the stack on screen as notes name it. */
export function notedHead(
  { kind, layerNumbers }: Pick<AttentionTensor, 'kind' | 'layerNumbers'>,
  { layer, head }: HeadRef,
) {
  return { stack: kind, layer: layerNumbers?.[layer] ?? layer, head };
}

/** The place in its stack of a head that a note names; null where the stack on screen has none such. */
export function placeOfNote(
  { kind, layerNumbers }: Pick<AttentionTensor, 'kind' | 'layerNumbers'>,
  { stack, layer, head }: HeadNote,
): HeadRef | null {
  if (stack !== kind) return null;
  const place = layerNumbers === undefined ? layer : layerNumbers.indexOf(layer);
  return place < 0 ? null : { layer: place, head };
}

/** The marks of the grid, by `L3H7` of the stack on screen. */
export function noteMarks(
  notes: readonly HeadNote[],
  tensor: Pick<AttentionTensor, 'kind' | 'layerNumbers'>,
): ReadonlyMap<string, GridNote> {
  return new Map(
    notes.flatMap((note) => {
      const place = placeOfNote(tensor, note);
      return place === null
        ? []
        : [[formatHead(place), { mark: kindWords(note.kind).mark, says: noteWords(note) }] as const];
    }),
  );
}

/** "links verb and subject (syntax)" */
function noteWords({ name, kind, text }: HeadNote): string {
  const said = name.trim() === '' ? text.trim() : name.trim();
  const what = kind === null ? '' : KIND_WORDS[kind].words;
  return said === '' ? what : what === '' ? said : `${said} (${what})`;
}
