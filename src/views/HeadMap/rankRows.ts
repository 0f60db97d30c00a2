import type { HeadListRow, RankedHead } from './HeadList.columns.tsx';

/** Rank 1 is the head that is missed most: by loss, by KL where no loss can be taken, by turn without a language head. */
export function rankRows(rows: readonly HeadListRow[], byTurn: boolean): readonly RankedHead[] {
  const size = (row: HeadListRow): number => {
    const value = byTurn ? (row.meanTurn ?? Number.NaN) : Number.isNaN(row.lossChange) ? row.meanKl : row.lossChange;
    return Number.isNaN(value) ? -Infinity : value;
  };
  return rows.toSorted((a, b) => compare(size(b), size(a))).map((row, i) => ({ ...row, rank: i + 1 }));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
