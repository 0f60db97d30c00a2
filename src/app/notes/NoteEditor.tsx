import { NOTE_KINDS, noteKey } from '../../core/notes/notes.ts';
import type { HeadNote } from '../../core/notes/notes.ts';
import { hasHead } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { KIND_WORDS, notedHead, notesOnScreen } from '../shown/headNotes.ts';
import { useStack } from '../shown/useStack.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { keepNote } from './keepNotes.ts';
import styles from './notes.module.css';

const selectActive = (state: AppState) => state.view.heads[state.activePin] ?? null;
const selectKeeps = (state: AppState) => state.keepsNotes;

/** What a person calls the active pinned head, what it is for, and what else there is to say of it; kept as it is typed. */
export function NoteEditor() {
  const stack = useStack();
  const head = useApp(selectActive);
  const notes = useApp(notesOnScreen);
  const isKept = useApp(selectKeeps);
  if (stack === null || head === null || !hasHead(stack.tensor, head)) return null;
  const place = notedHead(stack.tensor, head);
  const note: HeadNote = notes.find((one) => noteKey(one) === noteKey(place)) ?? {
    ...place,
    name: '',
    kind: null,
    text: '',
  };
  const keep = (change: Partial<HeadNote>): void => keepNote(stack.run.model.id, { ...note, ...change });
  const name = headName(stack.tensor, head);
  return (
    <div role="group" aria-label={`Note on ${name}`} className={styles.editor}>
      <span className={styles.title}>Note on {name}</span>
      <input
        type="text"
        aria-label={`What you call ${name}`}
        placeholder="what you call it: links verb and subject"
        className={styles.name}
        value={note.name}
        onChange={(event) => keep({ name: event.target.value })}
      />
      <select
        aria-label={`Kind of ${name}`}
        value={note.kind ?? ''}
        onChange={(event) => keep({ kind: NOTE_KINDS.find((kind) => kind === event.target.value) ?? null })}
      >
        <option value="">kind …</option>
        {NOTE_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_WORDS[kind].words}
          </option>
        ))}
      </select>
      <textarea
        aria-label={`What you noticed of ${name}`}
        placeholder="what you noticed"
        className={styles.text}
        rows={1}
        value={note.text}
        onChange={(event) => keep({ text: event.target.value })}
      />
      {isKept ? null : (
        <p role="status" className={styles.hint}>
          This browser keeps nothing for this page: notes are gone when you leave. Take them along as a file.
        </p>
      )}
    </div>
  );
}
