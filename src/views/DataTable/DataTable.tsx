import { useId, useMemo, useState } from 'react';
import { twoDecimals } from '../../core/numberWords.ts';
import { nextSorting, sortRows } from './columns.ts';
import type { DataColumn, Sorting } from './columns.ts';
import { tableCsv } from './csv.ts';
import styles from './DataTable.module.css';

type DataTableProps<Row> = {
  readonly caption: string;
  readonly columns: readonly DataColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly initialSort?: Sorting | null;
  /** Makes the name of each row a button. */
  readonly onSelect?: (row: Row) => void;
  readonly selected?: ReadonlySet<string>;
  /** Rows to be read with care: below the noise. */
  readonly isFaint?: (row: Row) => boolean;
  /** The row under the pointer or the focus; null when it is left. */
  readonly onPoint?: (row: Row | null) => void;
  /** Gets the table as CSV text, in the order shown. */
  readonly onCsv?: (csv: string) => void;
  /** CSS height beyond which the table scrolls in itself. */
  readonly maxHeight?: string;
};

/** Numbers in rows: what a picture draws, to be read, sorted and taken away. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, keyOf, onSelect, selected, isFaint, onPoint, onCsv, maxHeight = '20rem' } = props;
  const id = useId();
  const [sorting, setSorting] = useState<Sorting | null>(props.initialSort ?? null);
  const shown = useMemo(() => columns.filter(({ isFileOnly }) => isFileOnly !== true), [columns]);
  const sorted = useMemo(() => sortRows(rows, columns, sorting), [rows, columns, sorting]);
  return (
    <div className={styles.box}>
      <div className={styles.head}>
        <span id={id}>{caption}</span>
        <span className={styles.count}>{rows.length === 1 ? '1 row' : `${rows.length} rows`}</span>
        {onCsv === undefined ? null : (
          <button
            type="button"
            className={styles.csv}
            aria-label={`CSV: ${caption}`}
            onClick={() => onCsv(tableCsv(columns, sorted))}
          >
            CSV
          </button>
        )}
      </div>
      <div className={styles.scroller} style={{ maxHeight }}>
        <table className={styles.table} aria-labelledby={id}>
          <thead>
            <tr>
              {shown.map((column) => (
                <th
                  key={column.id}
                  scope="col"
                  data-kind={column.kind}
                  aria-sort={sorting?.id !== column.id ? 'none' : sorting.isDescending ? 'descending' : 'ascending'}
                >
                  <button
                    type="button"
                    className={styles.sort}
                    title={column.hint}
                    onClick={() => setSorting(nextSorting(sorting, column))}
                  >
                    {column.unit === undefined ? column.title : `${column.title} (${column.unit})`}
                    <span className={styles.arrow} aria-hidden="true">
                      {sorting?.id !== column.id ? '' : sorting.isDescending ? '↓' : '↑'}
                    </span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => {
              const key = keyOf(row);
              return (
                <tr
                  key={key}
                  data-faint={isFaint?.(row) || undefined}
                  data-selected={selected?.has(key) || undefined}
                  onPointerEnter={() => onPoint?.(row)}
                  onPointerLeave={() => onPoint?.(null)}
                  onFocus={() => onPoint?.(row)}
                  onBlur={() => onPoint?.(null)}
                >
                  {shown.map((column) =>
                    column.kind === 'name' ? (
                      <th key={column.id} scope="row" data-kind="name">
                        {onSelect === undefined ? (
                          shownIn(column, row)
                        ) : (
                          <button
                            type="button"
                            className={styles.name}
                            aria-pressed={selected?.has(key) ?? false}
                            onClick={() => onSelect(row)}
                          >
                            {shownIn(column, row)}
                          </button>
                        )}
                      </th>
                    ) : (
                      <td key={column.id} data-kind={column.kind}>
                        {shownIn(column, row)}
                      </td>
                    ),
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function shownIn<Row>(column: DataColumn<Row>, row: Row) {
  if (column.render !== undefined) return column.render(row);
  if (column.text !== undefined) return column.text(row);
  const value = column.value(row);
  if (value === null) return '–';
  return typeof value === 'string' || Number.isInteger(value) ? value : twoDecimals(value);
}
