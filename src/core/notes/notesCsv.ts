import { formatHead, parseHead } from '../selection.ts';
import { toCsv } from '../table/csv.ts';
import { readCsv } from '../table/readCsv.ts';
import { ATTENTION_KINDS } from '../tensor.ts';
import type { AttentionKind } from '../tensor.ts';
import { cutNote, isEmptyNote, NOTE_KINDS } from './notes.ts';
import type { HeadNote } from './notes.ts';

const COLUMNS = ['stack', 'head', 'name', 'kind', 'note'] as const;

/** Notes as a table of comma-separated values, a head a row. */
export function notesCsv(notes: readonly HeadNote[]): string {
  return toCsv(
    COLUMNS,
    notes.map(({ stack, name, kind, text, ...head }) => [stack, formatHead(head), name, kind, text]),
  );
}

/**
 * The same read back, whatever the order of its columns; null for a table of other things. Rows that name no head are left out.
 * `fallback` is the stack of heads in a table that names none.
 */
export function readNotesCsv(text: string, fallback: AttentionKind): readonly HeadNote[] | null {
  const [heading = [], ...rows] = readCsv(text);
  const at = new Map(heading.map((name, index) => [name.trim().toLowerCase(), index]));
  if (!at.has('head') || !(at.has('name') || at.has('note') || at.has('kind'))) return null;
  return rows.flatMap((row) => {
    const cell = (name: (typeof COLUMNS)[number]): string => row[at.get(name) ?? -1] ?? '';
    const head = parseHead(cell('head'));
    const stack = at.has('stack') ? ATTENTION_KINDS.find((kind) => kind === cell('stack').trim()) : fallback;
    if (head === null || stack === undefined) return [];
    const kind = NOTE_KINDS.find((one) => one === cell('kind').trim()) ?? null;
    const note = cutNote({ ...head, stack, name: cell('name'), kind, text: cell('note') });
    return isEmptyNote(note) ? [] : [note];
  });
}
