import { useMemo, useState } from 'react';
import { NOTE_KINDS } from '../../core/notes/notes.ts';
import type { HeadNote, NoteKind } from '../../core/notes/notes.ts';
import { notesCsv } from '../../core/notes/notesCsv.ts';
import { counted } from '../../core/numberWords.ts';
import { formatHead } from '../../core/selection.ts';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { Choice } from '../parts/Choice.tsx';
import { KIND_WORDS, notesOnScreen, placeOfNote } from '../shown/headNotes.ts';
import { useStack } from '../shown/useStack.ts';
import { dispatch, useApp } from '../state/store.ts';
import studies from '../parts/studies.module.css';
import { ImportNotes } from './ImportNotes.tsx';

type Filter = 'all' | NoteKind;

const FILTERS: readonly Filter[] = ['all', ...NOTE_KINDS];

/** Every note on the heads of this model, by kind; taken away as a file, and brought back. */
export function NotesPanel() {
  const stack = useStack();
  const notes = useApp(notesOnScreen);
  const [filter, setFilter] = useState<Filter>('all');
  const rows = useMemo(() => notes.filter(({ kind }) => filter === 'all' || kind === filter), [notes, filter]);
  const countOf = (one: Filter): number => notes.filter(({ kind }) => one === 'all' || kind === one).length;
  return (
    <section className={studies.page} aria-label="Notes">
      {stack === null ? null : <ImportNotes modelId={stack.run.model.id} stack={stack.tensor.kind} />}
      {notes.length === 0 ? (
        <p className={studies.words}>
          Nothing is written yet. Pin a head, and give it a name of your own under its picture: it stands here, in the
          grid and in what you export, and this browser keeps it.
        </p>
      ) : (
        <>
          <Choice
            name="notes"
            title="Kind"
            values={FILTERS}
            value={filter}
            wordsOf={(one) => `${one === 'all' ? 'all' : KIND_WORDS[one].words} ${countOf(one)}`}
            onChange={setFilter}
          />
          <DataTable
            caption={`${counted(notes.length, 'head')} with a note`}
            columns={COLUMNS.filter(({ id }) => id !== 'stack' || (stack?.run.attention.length ?? 0) > 1)}
            rows={rows}
            keyOf={(note) => `${note.stack} ${formatHead(note)}`}
            onSelect={(note) => {
              const place = stack === null ? null : placeOfNote(stack.tensor, note);
              if (place === null) return;
              dispatch({ type: 'headPinned', head: place });
            }}
            onCsv={() =>
              dispatch({
                type: 'fileAsked',
                file: { what: 'table', modelId: stack?.run.model.id ?? 'model', name: 'notes', csv: notesCsv(rows) },
              })
            }
            maxHeight="30rem"
          />
        </>
      )}
    </section>
  );
}

const COLUMNS: readonly DataColumn<HeadNote>[] = [
  { id: 'head', title: 'head', kind: 'name', value: formatHead },
  { id: 'stack', title: 'stack', kind: 'text', value: ({ stack }) => stack },
  { id: 'name', title: 'name', kind: 'text', value: ({ name }) => name },
  { id: 'kind', title: 'kind', kind: 'text', value: ({ kind }) => (kind === null ? '' : KIND_WORDS[kind].words) },
  { id: 'note', title: 'note', kind: 'text', value: ({ text }) => text },
];
