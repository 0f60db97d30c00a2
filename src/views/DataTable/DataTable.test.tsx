import type { ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { nextSorting, sortRows } from './columns.ts';
import type { DataColumn } from './columns.ts';
import { tableCsv } from './csv.ts';
import { DataTable } from './DataTable.tsx';

type Row = { readonly head: string; readonly loss: number; readonly worst: string | null };

const COLUMNS: readonly DataColumn<Row>[] = [
  { id: 'head', title: 'head', kind: 'name', value: (row) => row.head },
  { id: 'loss', title: 'loss', unit: 'nats', hint: 'per token', kind: 'number', value: (row) => row.loss },
  { id: 'worst', title: 'worst', kind: 'text', value: (row) => row.worst },
];

const ROWS: readonly Row[] = [
  { head: 'L0H10', loss: 0.126, worst: 'he' },
  { head: 'L0H2', loss: -0.004, worst: null },
  { head: 'L1H0', loss: Number.NaN, worst: 'a "b", c' },
  { head: 'L0H9', loss: 2, worst: 'bank' },
];

const heads = (rows: readonly Row[]): string[] => rows.map((row) => row.head);

describe('sorting', () => {
  test('goes by number, and rows without one stand last in either direction', () => {
    expect(heads(sortRows(ROWS, COLUMNS, { id: 'loss', isDescending: true }))).toEqual([
      'L0H9',
      'L0H10',
      'L0H2',
      'L1H0',
    ]);
    expect(heads(sortRows(ROWS, COLUMNS, { id: 'loss', isDescending: false }))).toEqual([
      'L0H2',
      'L0H10',
      'L0H9',
      'L1H0',
    ]);
    expect(heads(sortRows(ROWS, COLUMNS, { id: 'worst', isDescending: true })).at(-1)).toBe('L0H2');
  });

  test('reads the numbers within names: H2 before H10', () => {
    expect(heads(sortRows(ROWS, COLUMNS, { id: 'head', isDescending: false }))).toEqual([
      'L0H2',
      'L0H9',
      'L0H10',
      'L1H0',
    ]);
  });

  test('keeps the order of equal rows, and of all without a sorting', () => {
    const equal = ROWS.map((row) => ({ ...row, loss: 1 }));
    expect(heads(sortRows(equal, COLUMNS, { id: 'loss', isDescending: true }))).toEqual(heads(ROWS));
    expect(sortRows(ROWS, COLUMNS, null)).toBe(ROWS);
  });

  test('begins with the largest number or the first word, and turns round at the second click', () => {
    const [name, number] = [COLUMNS[0]!, COLUMNS[1]!];
    expect(nextSorting(null, number)).toEqual({ id: 'loss', isDescending: true });
    expect(nextSorting({ id: 'loss', isDescending: true }, number)).toEqual({ id: 'loss', isDescending: false });
    expect(nextSorting({ id: 'loss', isDescending: true }, name)).toEqual({ id: 'head', isDescending: false });
  });
});

test('CSV has units in its titles, full precision, nothing for what is missing, and quotes where they are needed', () => {
  expect(tableCsv(COLUMNS, ROWS)).toBe(
    'head,loss (nats),worst\r\nL0H10,0.126,he\r\nL0H2,-0.004,\r\nL1H0,,"a ""b"", c"\r\nL0H9,2,bank\r\n',
  );
});

describe('the table', () => {
  const draw = (props: Partial<ComponentProps<typeof DataTable<Row>>> = {}): string =>
    renderToStaticMarkup(
      <DataTable caption="Heads" columns={COLUMNS} rows={ROWS} keyOf={(row) => row.head} {...props} />,
    );
  const words = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

  test('has a name, and says how many rows it has', () => {
    const html = draw();
    const id = /aria-labelledby="([^"]+)"/.exec(html)![1]!;
    expect(html).toContain(`<span id="${id}">Heads</span>`);
    expect(words(html)).toContain('Heads 4 rows');
    expect(words(draw({ rows: ROWS.slice(0, 1) }))).toContain('Heads 1 row ');
  });

  test('shows two decimals, whole numbers plain, a true minus, and a dash for what is missing', () => {
    expect(words(draw())).toContain('L0H10 0.13 he L0H2 0.00 – L1H0 – a &quot;b&quot;, c L0H9 2 bank');
  });

  test('tells the order of its columns, and has a button to change it in each title', () => {
    const html = draw({ initialSort: { id: 'loss', isDescending: true } });
    expect([...html.matchAll(/aria-sort="(\w+)"/g)].map(([, sort]) => sort)).toEqual(['none', 'descending', 'none']);
    expect(html.match(/<th scope="col"[^>]*><button/g)).toHaveLength(3);
    expect(words(html).indexOf('L0H9')).toBeLessThan(words(html).indexOf('L0H10'));
  });

  test('names its rows by their heads, as buttons where a row can be chosen', () => {
    expect(draw()).toMatch(/<th scope="row"[^>]*>L0H10<\/th>/);
    const html = draw({ onSelect: () => {}, selected: new Set(['L0H2']) });
    expect([...html.matchAll(/aria-pressed="true">([^<]+)/g)].map(([, name]) => name)).toEqual(['L0H2']);
  });

  test('offers CSV only where somebody takes it', () => {
    expect(draw()).not.toContain('CSV');
    expect(draw({ onCsv: () => {} })).toContain('aria-label="CSV: Heads"');
  });
});
