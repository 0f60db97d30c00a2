import { toCsv } from '../../core/table/csv.ts';
import { withoutIsolation } from '../../core/tokenText.ts';
import type { DataColumn } from './columns.ts';

/** The rows of a table as CSV: units in the titles, numbers in full precision, nothing where there is no value. */
export function tableCsv<Row>(columns: readonly DataColumn<Row>[], rows: readonly Row[]): string {
  return toCsv(
    columns.map(({ title, unit }) => (unit === undefined ? title : `${title} (${unit})`)),
    rows.map((row) =>
      columns.map((column) => {
        const value = column.value(row);
        return typeof value === 'string' ? withoutIsolation(value) : value;
      }),
    ),
  );
}
