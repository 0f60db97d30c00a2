import { formatHead, parseHead } from '../../core/selection.ts';
import type { HeadNote } from '../../core/notes/notes.ts';
import { readNote } from '../../core/notes/readNotes.ts';

const PARAM = 'notes';

/** A link carries notes up to this many letters as it writes them: longer ones would make it one that servers refuse. */
const LONG = 900;

/** A query with the notes in it, where they are short; else as it is. */
export function withNotesInQuery(query: string, notes: readonly HeadNote[]): string {
  const written = JSON.stringify(
    notes.map(({ stack, name, kind, text, ...head }) => [stack, formatHead(head), kind, name, text]),
  );
  if (notes.length === 0 || encodeURIComponent(written).length > LONG) return query;
  const params = new URLSearchParams(query);
  params.set(PARAM, written);
  return `?${params}`;
}

/** The notes that a query holds; `broken` is the field where it cannot be read, or not whole. */
export function notesOfQuery(query: string): {
  readonly notes: readonly HeadNote[];
  readonly broken: readonly string[];
} {
  const text = new URLSearchParams(query).get(PARAM);
  if (text === null) return { notes: [], broken: [] };
  const rows = parsed(text);
  const notes = rows.flatMap((row) => noteOf(row) ?? []);
  return { notes, broken: notes.length < Math.max(1, rows.length) ? [`${PARAM}=${text}`] : [] };
}

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    // Cut off or mistyped on its way: told as any part of a link that cannot be read.
    return [];
  }
}

function noteOf(row: unknown): HeadNote | null {
  if (!Array.isArray(row)) return null;
  const [stack, head, kind, name, text]: readonly unknown[] = row;
  const place = typeof head === 'string' ? parseHead(head) : null;
  return place === null ? null : readNote({ ...place, stack, kind, name, text });
}
