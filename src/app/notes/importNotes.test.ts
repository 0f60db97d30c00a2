import { expect, test } from 'vitest';
import type { HeadNote } from '../../core/notes/notes.ts';
import { importedNotes } from './importNotes.ts';

const OWN: HeadNote = { stack: 'decoder', layer: 0, head: 0, name: 'mine', kind: null, text: '' };
const THEIRS: HeadNote = { ...OWN, name: 'theirs' };
const NEW: HeadNote = { ...OWN, head: 1, name: 'new' };

const file = (text: string, name = 'notes'): File => new File([text], name);

test('a table brings in what is not there yet, and says how many heads keep theirs', async () => {
  const { notes, says } = await importedNotes(file('head,name\nL0H0,theirs\nL0H1,new\n'), [OWN], 'decoder');
  expect(notes).toEqual([OWN, NEW]);
  expect(says).toBe('1 note came in; 1 head had one already, which stays.');
});

test('so does a run', async () => {
  const { notes, says } = await importedNotes(
    file(JSON.stringify({ format: 'x', notes: [NEW, THEIRS] })),
    [],
    'decoder',
  );
  expect(notes).toEqual([THEIRS, NEW]);
  expect(says).toBe('2 notes came in.');
});

test.each(['', 'a,b\n', '{"format":"headlight-run/1"}', '{ no JSON', 'head,weight\nL0H0,1'])(
  '%j holds none',
  async (text) => {
    const { notes, says } = await importedNotes(file(text), [OWN], 'decoder');
    expect(notes).toEqual([OWN]);
    expect(says).toMatch(/^No notes are in this file/);
  },
);
