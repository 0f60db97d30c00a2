import type { FamilyRow, OpenedRow, PartRow } from '../src/core/families.ts';
import { familyWords } from '../src/core/families.ts';
import { wrapped } from './markdown.ts';

type Row = FamilyRow | OpenedRow | PartRow;

/** Around the list in docs/models.md. */
export const FAMILY_MARKS = ['<!-- families -->', '<!-- end of families -->'] as const;

/** A page of Markdown with the list of families put between its marks. Throws RangeError where they are not there. */
export function withFamilies(page: string, rows: readonly Row[]): string {
  const [from, to] = FAMILY_MARKS.map((mark) => page.indexOf(mark));
  if (from === undefined || to === undefined || from < 0 || to < from) throw new RangeError('no marks for families');
  const items = rows.map((row) => `- ${wrapped(item(row))}\n`);
  return `${page.slice(0, from + FAMILY_MARKS[0].length)}\n\n${items.join('')}\n${page.slice(to)}`;
}

function item(row: Row): string {
  return `**${row.name}**, ${row.layout}: ${familyWords(row)}.`;
}
