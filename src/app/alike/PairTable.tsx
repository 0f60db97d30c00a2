import { useMemo } from 'react';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import type { AlikeKeys } from '../../core/alike/comparison.ts';
import { toCsv } from '../../core/table/csv.ts';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { headAt } from '../shown/alike.ts';
import { selectTwins } from './selectTwins.ts';
import { pairRows } from './alikeTables.ts';
import type { PairRow } from './alikeTables.ts';
import controls from '../parts/controls.module.css';

/** More pairs than this are in the file only. */
const MAX_ROWS = 100;

const COLUMNS: readonly DataColumn<PairRow>[] = [
  {
    id: 'pair',
    title: 'heads',
    kind: 'name',
    value: ({ names }) => names.join(' '),
    text: ({ names }) => names.join(' and '),
  },
  { id: 'all', title: 'distance', kind: 'number', value: ({ distance }) => finite(distance) },
  {
    id: 'content',
    title: 'on content keys',
    hint: 'The same, on content keys alone',
    kind: 'number',
    value: ({ contentDistance }) => finite(contentDistance),
  },
  {
    id: 'massA',
    title: 'content, first',
    hint: 'Part of the first head’s attention that lies on content keys',
    kind: 'number',
    value: ({ massA }) => finite(massA),
  },
  {
    id: 'massB',
    title: 'content, second',
    hint: 'Part of the second head’s attention that lies on content keys',
    kind: 'number',
    value: ({ massB }) => finite(massB),
  },
];

type PairTableProps = {
  readonly comparison: CombinedComparison;
  readonly names: readonly string[];
  readonly keys: AlikeKeys;
  readonly onCsv: (csv: string) => void;
};

/** The distances as a table, nearest first, and all of them as a file. */
export function PairTable({ comparison, names, keys, onCsv }: PairTableProps) {
  const rows = useMemo(() => pairRows(comparison, names, keys), [comparison, names, keys]);
  const { nHeads } = comparison;
  return (
    <>
      <DataTable
        // Another choice of keys is another order.
        key={keys}
        caption={
          rows.length > MAX_ROWS ? `The ${MAX_ROWS} nearest pairs of ${rows.length}` : 'All pairs, nearest first'
        }
        columns={COLUMNS}
        rows={rows.slice(0, MAX_ROWS)}
        keyOf={({ a, b }) => `${a} ${b}`}
        initialSort={{ id: keys, isDescending: false }}
        onSelect={({ a, b }) => selectTwins(headAt(a, nHeads), headAt(b, nHeads))}
      />
      <button type="button" className={controls.link} onClick={() => onCsv(csvOf(rows))}>
        All {rows.length} pairs (CSV)
      </button>
    </>
  );
}

function csvOf(rows: readonly PairRow[]): string {
  return toCsv(
    ['first', 'second', 'distance', 'contentDistance', 'contentMassFirst', 'contentMassSecond'],
    rows.map(({ names, distance, contentDistance, massA, massB }) => [
      ...names,
      finite(distance),
      finite(contentDistance),
      finite(massA),
      finite(massB),
    ]),
  );
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
