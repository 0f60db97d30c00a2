/**
 * The rows of a table of comma-separated values, as text: cells may be quoted, lines end in LF, CR or CR LF, and nothing stands
 * after the last. What `toCsv` has put in front of a formula is taken off. A quote that is never closed ends with the text.
 * Source: RFC 4180.
 */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const { cell, end } = readCell(text, at);
    row.push(unguarded(cell));
    if (text.charAt(end) === ',') {
      at = end + 1;
      if (at < text.length) continue;
      // A comma at the very end stands before an empty cell.
      row.push('');
    }
    at = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The cell that begins at a place, and where the comma or the end of the line behind it stands. */
function readCell(text: string, start: number): { readonly cell: string; readonly end: number } {
  let at = start;
  let quoted = '';
  if (text.charAt(at) === '"') {
    for (;;) {
      const close = text.indexOf('"', at + 1);
      const isOpen = close < 0;
      quoted += text.slice(at + 1, isOpen ? text.length : close);
      at = isOpen ? text.length : close + 1;
      if (isOpen || text.charAt(at) !== '"') break;
      quoted += '"';
    }
  }
  const end = endOf(text, at);
  return { cell: quoted + text.slice(at, end), end };
}

/** Where the next comma or end of a line stands, or the text ends. */
function endOf(text: string, from: number): number {
  let at = from;
  while (at < text.length && !',\r\n'.includes(text.charAt(at))) at++;
  return at;
}

function unguarded(cell: string): string {
  return /^'[=+\-@\t\r\n]/.test(cell) ? cell.slice(1) : cell;
}
