import { mergedNotes, noteKey } from '../../src/core/notes/notes.ts';
import type { HeadNote } from '../../src/core/notes/notes.ts';
import { notesCsv, readNotesCsv } from '../../src/core/notes/notesCsv.ts';
import type { GoodFile, Reader } from './reader.ts';

const NOTES: readonly HeadNote[] = [
  { stack: 'decoder', layer: 3, head: 2, name: 'verb, to subject', kind: 'syntax', text: 'says "he"\nand "she"' },
  { stack: 'cross', layer: 0, head: 11, name: '=1+1', kind: null, text: '’Größe 🙂' },
];

const csv = (name: string, text: string): GoodFile => ({ name, kind: 'bytes', bytes: new TextEncoder().encode(text) });

/** What stands on screen of notes: longer ones are cut. */
const MOST = { name: 80, text: 2000 };

/** Tables of notes from foreign hands: what is read is notes as the page has them, and is read again as it was written. */
export const NOTES_READER: Reader = {
  name: 'notes CSV',
  good: () => [
    csv('as saved', notesCsv(NOTES)),
    csv('by hand', 'Kind;,head , note\r\nsyntax,l2h5,"a ""quoted"" word"\rx,L0H0,\n,,'),
  ],
  read: (bytes) => {
    const found = readNotesCsv(new TextDecoder().decode(bytes), 'decoder');
    const notes = mergedNotes([], found ?? []);
    for (const note of notes) {
      if (note.name.length > MOST.name || note.text.length > MOST.text) throw new Error(`${noteKey(note)} is too long`);
      if (!(note.layer >= 0 && note.head >= 0)) throw new Error(`${noteKey(note)} is of no head`);
    }
    const again = readNotesCsv(notesCsv(notes), 'decoder') ?? [];
    if (JSON.stringify(again) !== JSON.stringify(notes)) throw new Error('what was written is read as something else');
  },
};
