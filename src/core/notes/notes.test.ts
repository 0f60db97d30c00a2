import { describe, expect, test } from 'vitest';
import { cutNote, isEmptyNote, mergedNotes, noteKey, withNote } from './notes.ts';
import type { HeadNote } from './notes.ts';
import { notesCsv, readNotesCsv } from './notesCsv.ts';
import { readNotes } from './readNotes.ts';

const SUBJECT: HeadNote = {
  stack: 'decoder',
  layer: 2,
  head: 5,
  name: 'links verb and subject',
  kind: 'syntax',
  text: 'weak,\n"only" in long sentences',
};
const RESTS: HeadNote = { stack: 'encoder', layer: 10, head: 0, name: '', kind: 'unsure', text: '=rests?' };

describe('notes', () => {
  test('have one a head: a later one stands in its place, an empty one takes it away', () => {
    const renamed = { ...SUBJECT, name: 'subject' };
    expect(withNote([SUBJECT, RESTS], renamed)).toEqual([RESTS, renamed]);
    expect(withNote([SUBJECT, RESTS], { ...SUBJECT, name: ' ', kind: null, text: '' })).toEqual([RESTS]);
  });

  test('stand in the order stack, layer, head', () => {
    const at = (layer: number, head: number): HeadNote => ({ ...SUBJECT, layer, head });
    const all = [at(10, 0), at(2, 5), RESTS, at(2, 11)].reduce(withNote, []);
    expect(all.map(noteKey)).toEqual(['encoder L10H0', 'decoder L2H5', 'decoder L2H11', 'decoder L10H0']);
  });

  test('of another hand come in where a head has none, once', () => {
    const other = { ...SUBJECT, name: 'theirs' };
    expect(mergedNotes([SUBJECT], [other, RESTS, RESTS])).toEqual([RESTS, SUBJECT]);
  });

  test('are cut, and a kind alone says something', () => {
    const long = cutNote({ ...SUBJECT, name: 'n'.repeat(100), text: 't'.repeat(3000) });
    expect([long.name.length, long.text.length]).toEqual([80, 2000]);
    expect(isEmptyNote({ ...RESTS, text: '' })).toBe(false);
    expect(isEmptyNote({ ...RESTS, text: '', kind: null })).toBe(true);
  });
});

describe('notes as a table', () => {
  test('come back as they were', () => {
    expect(readNotesCsv(notesCsv([RESTS, SUBJECT]), 'cross')).toEqual([RESTS, SUBJECT]);
  });

  test('are read in any order of columns, with what is missing left out', () => {
    expect(readNotesCsv('Name,HEAD\nsubject,l2h5\nnobody,none\n,L1H1\n', 'decoder')).toEqual([
      { stack: 'decoder', layer: 2, head: 5, name: 'subject', kind: null, text: '' },
    ]);
    expect(
      readNotesCsv('head,kind,stack\nL0H0,syntax,encoder\nL0H1,syntax,nowhere\nL0H2,magic,encoder', 'decoder'),
    ).toEqual([{ stack: 'encoder', layer: 0, head: 0, name: '', kind: 'syntax', text: '' }]);
  });

  test.each(['', 'a,b\n1,2\n', 'head,weight\nL0H0,0.5\n'])('%j is no table of notes', (text) => {
    expect(readNotesCsv(text, 'decoder')).toBeNull();
  });
});

describe('notes of a file', () => {
  test('are read back as they were written', () => {
    const warnings: string[] = [];
    expect(readNotes(JSON.parse(JSON.stringify([RESTS, SUBJECT])), warnings)).toEqual([RESTS, SUBJECT]);
    expect(warnings).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['no list', 'notes'],
    ['no object', [7]],
    ['a stack that there is not', [{ ...SUBJECT, stack: 'middle' }]],
    ['a layer that is no number', [{ ...SUBJECT, layer: '2' }]],
    ['a head below 0', [{ ...SUBJECT, head: -1 }]],
    ['a name that is no text', [{ ...SUBJECT, name: {} }]],
    ['nothing said', [{ stack: 'decoder', layer: 0, head: 0 }]],
  ])('are left out with a warning: %s', (_, value) => {
    const warnings: string[] = [];
    expect(readNotes(value, warnings)).toEqual([]);
    expect(warnings).toEqual(['A note is left out: it cannot be read.']);
  });

  test('an unknown kind is none, and the note stays', () => {
    expect(readNotes([{ ...SUBJECT, kind: 'magic' }], [])).toEqual([{ ...SUBJECT, kind: null }]);
  });
});
