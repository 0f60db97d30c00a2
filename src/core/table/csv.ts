/** What a cell of a table may hold; null and NaN are empty. */
export type Cell = string | number | boolean | null;

/**
 * A table as comma-separated values: lines end in CR LF, a cell with a comma, quote or line break is quoted.
 * Numbers keep all their digits. Text that a spreadsheet would run as a formula gets an apostrophe in front, which it
 * shows as text. Throws RangeError for a row that is not as long as the heading.
 * Source: RFC 4180.
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [...csvLines(columns, rows)].join('');
}

/** The same line by line, for tables that are too long to be made in one go. */
export function* csvLines(columns: readonly string[], rows: Iterable<readonly Cell[]>): Generator<string, void, void> {
  yield lineOf(columns);
  let at = 0;
  for (const row of rows) {
    if (row.length !== columns.length) {
      throw new RangeError(`invalid row ${at}: ${row.length} cells (there are ${columns.length} columns)`);
    }
    yield lineOf(row);
    at += 1;
  }
}

function lineOf(row: readonly Cell[]): string {
  return `${row.map(toCell).join(',')}\r\n`;
}

function toCell(cell: Cell): string {
  if (cell === null || Number.isNaN(cell)) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
