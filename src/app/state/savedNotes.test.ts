import { describe, expect, test } from 'vitest';
import type { HeadNote } from '../../core/notes/notes.ts';
import { notesOfQuery, withNotesInQuery } from './notesLink.ts';
import { keepSavedNotes, NO_NOTES, notesOf, readSavedNotes, withNotes } from './savedNotes.ts';

const NOTE: HeadNote = { stack: 'decoder', layer: 2, head: 5, name: 'subject & verb', kind: 'syntax', text: '' };

function storage(text: string | null) {
  return {
    text,
    getItem() {
      return this.text;
    },
    setItem(_key: string, value: string) {
      this.text = value;
    },
  };
}

const blocked = (): never => {
  throw new DOMException('denied', 'SecurityError');
};

describe('notes kept in the browser', () => {
  test('come back as they were, model by model', () => {
    const place = storage(null);
    const all = withNotes(withNotes({}, 'bookworm-gpt', [NOTE]), 'owner/name', [{ ...NOTE, layer: 0 }]);
    expect(keepSavedNotes(all, () => place)).toBe(true);
    expect(readSavedNotes(() => place)).toEqual(all);
    expect(withNotes(all, 'owner/name', [])).toEqual({ 'bookworm-gpt': [NOTE] });
  });

  test.each(['no JSON', '[]', '7', '{"m":{}}', '{"m":[{"layer":1}]}'])('%s is no notes', (text) => {
    expect(readSavedNotes(() => storage(text))).toEqual({});
  });

  test('are none, and are not kept, where the browser blocks storage', () => {
    expect(readSavedNotes(blocked)).toEqual({});
    expect(keepSavedNotes({ m: [NOTE] }, blocked)).toBe(false);
  });

  test.each(['constructor', '__proto__', 'toString'])('a model called %s has no notes of its own accord', (id) => {
    expect(notesOf({}, id)).toBe(NO_NOTES);
    expect(notesOf(withNotes({}, id, [NOTE]), id)).toEqual([NOTE]);
  });
});

describe('notes in a link', () => {
  test('come back as they were, beside what else it holds', () => {
    const query = withNotesInQuery('?head=L2H5', [NOTE]);
    expect(new URLSearchParams(query).get('head')).toBe('L2H5');
    expect(notesOfQuery(query)).toEqual({ notes: [NOTE], broken: [] });
  });

  test('are left out where they are long, or none', () => {
    expect(withNotesInQuery('?head=L2H5', [{ ...NOTE, text: 'x'.repeat(900) }])).toBe('?head=L2H5');
    expect(withNotesInQuery('', [])).toBe('');
    expect(notesOfQuery('?head=L2H5')).toEqual({ notes: [], broken: [] });
  });

  test.each(['x', '7', '[]', '["a"]', '[["decoder","L2H5",null,7,""]]', '[["decoder","nowhere",null,"a",""]]'])(
    'notes=%s cannot be read, and that is told',
    (text) => {
      const query = `?${new URLSearchParams({ notes: text })}`;
      expect(notesOfQuery(query)).toEqual({ notes: [], broken: [`notes=${text}`] });
    },
  );
});
