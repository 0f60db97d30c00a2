import { useMemo, useState } from 'react';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import { headName } from '../../core/tensor.ts';
import { toCsv } from '../../core/table/csv.ts';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { saveCsv } from '../saveFile.ts';
import { dispatch } from '../store.ts';
import { headAt } from '../studies/alike.ts';
import type { ShownStack } from '../useStack.ts';
import { TableToggle } from './TableToggle.tsx';
import controls from './controls.module.css';

/** More pairs than this are in the file only. */
const MAX_ROWS = 100;

type PairRow = {
  readonly a: number;
  readonly b: number;
  readonly names: readonly [string, string];
  readonly distance: number;
  readonly contentDistance: number;
  readonly massA: number;
  readonly massB: number;
};

const COLUMNS: readonly DataColumn<PairRow>[] = [
  {
    id: 'pair',
    title: 'heads',
    kind: 'name',
    value: ({ names }) => names.join(' '),
    text: ({ names }) => names.join(' and '),
  },
  { id: 'distance', title: 'distance', kind: 'number', value: (row) => row.distance },
  {
    id: 'content',
    title: 'on words',
    hint: 'The same, on words alone',
    kind: 'number',
    value: (row) => row.contentDistance,
  },
  {
    id: 'massA',
    title: 'words, first',
    hint: 'Part of the first head’s attention that lies on words',
    kind: 'number',
    value: (row) => row.massA,
  },
  {
    id: 'massB',
    title: 'words, second',
    hint: 'Part of the second head’s attention that lies on words',
    kind: 'number',
    value: (row) => row.massB,
  },
];

/** The distances as a table, nearest first, and all of them as a file. */
export function PairTable({
  comparison,
  stack,
}: {
  readonly comparison: CombinedComparison;
  readonly stack: ShownStack;
}) {
  const [isTable, setTable] = useState(false);
  const rows = useMemo(() => (isTable ? pairsOf(comparison, stack) : []), [isTable, comparison, stack]);
  const { nHeads } = comparison;
  return (
    <>
      <TableToggle isTable={isTable} onChange={setTable} />
      {isTable ? (
        <>
          <DataTable
            caption={
              rows.length > MAX_ROWS ? `The ${MAX_ROWS} nearest pairs of ${rows.length}` : 'All pairs, nearest first'
            }
            columns={COLUMNS}
            rows={rows.slice(0, MAX_ROWS)}
            keyOf={({ a, b }) => `${a} ${b}`}
            initialSort={{ id: 'distance', isDescending: false }}
            onSelect={({ a, b }) => dispatch({ type: 'pairSelected', pair: [headAt(a, nHeads), headAt(b, nHeads)] })}
          />
          <button
            type="button"
            className={controls.link}
            onClick={() => saveCsv(stack.run.model.id, 'alike', csvOf(rows))}
          >
            All {rows.length} pairs (CSV)
          </button>
        </>
      ) : null}
    </>
  );
}

function pairsOf(
  { nLayers, nHeads, distance, contentDistance, contentMass }: CombinedComparison,
  stack: ShownStack,
): readonly PairRow[] {
  const n = nLayers * nHeads;
  const names = Array.from({ length: n }, (_, i) => headName(stack.tensor, headAt(i, nHeads)));
  const rows: PairRow[] = [];
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      rows.push({
        a,
        b,
        names: [names[a] ?? '', names[b] ?? ''],
        distance: distance[a * n + b] ?? Number.NaN,
        contentDistance: contentDistance[a * n + b] ?? Number.NaN,
        massA: contentMass[a] ?? Number.NaN,
        massB: contentMass[b] ?? Number.NaN,
      });
    }
  }
  return rows.toSorted((x, y) => x.distance - y.distance);
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
