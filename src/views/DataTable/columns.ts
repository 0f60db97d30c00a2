import type { ReactNode } from 'react';

/** One column of a table of numbers. */
export type DataColumn<Row> = {
  readonly id: string;
  readonly title: string;
  readonly unit?: string;
  /** What the number is, for whoever rests on its title. */
  readonly hint?: string;
  /** In full precision: what is sorted by and exported; null where there is none. */
  readonly value: (row: Row) => number | string | null;
  /** As on screen; by default two decimals, whole numbers plain. */
  readonly text?: (row: Row) => string;
  /** Not on screen, for want of room, but in the file. */
  readonly isFileOnly?: boolean;
  /** In place of the text, where words are not enough. */
  readonly render?: (row: Row) => ReactNode;
  /** The column of the kind `name` names its row. */
  readonly kind: 'number' | 'text' | 'name';
};

export type Sorting = { readonly id: string; readonly isDescending: boolean };

/** Rows in the order of a column; equal ones keep their order, and those without a value stand last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  sorting: Sorting | null,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sorting?.id);
  if (column === undefined || sorting === null) return rows;
  const sign = sorting.isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [one, other] = [known(column.value(a)), known(column.value(b))];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return (
      sign * (typeof one === 'number' && typeof other === 'number' ? one - other : compare(String(one), String(other)))
    );
  });
}

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: string, b: string): number {
  return collator.compare(a, b);
}

function known(value: number | string | null): number | string | null {
  return value === '' || (typeof value === 'number' && Number.isNaN(value)) ? null : value;
}

/** How a click on a title changes the order: numbers begin with the largest, words with the first. */
export function nextSorting<Row>(now: Sorting | null, column: DataColumn<Row>): Sorting {
  if (now?.id === column.id) return { id: column.id, isDescending: !now.isDescending };
  return { id: column.id, isDescending: column.kind === 'number' };
}
