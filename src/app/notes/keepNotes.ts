import { withNote } from '../../core/notes/notes.ts';
import type { HeadNote } from '../../core/notes/notes.ts';
import { notesOf, withNotes } from '../state/savedNotes.ts';
import { dispatch, store } from '../state/store.ts';

/** Keeps one note of the model on screen in place of what its head had; an empty one takes it away. */
export function keepNote(modelId: string, note: HeadNote): void {
  keepNotes(modelId, withNote(notesOf(store.getState().notes, modelId), note));
}

/** Keeps these as the notes of a model. */
export function keepNotes(modelId: string, own: readonly HeadNote[]): void {
  dispatch({ type: 'notesChanged', notes: withNotes(store.getState().notes, modelId, own) });
}
