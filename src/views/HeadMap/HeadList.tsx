import { useMemo } from 'react';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { DataTable } from '../DataTable/DataTable.tsx';
import type { HoverStore } from '../hover.ts';
import { headColumns } from './HeadList.columns.tsx';
import type { HeadListRow, RankedHead } from './HeadList.columns.tsx';
import { rankRows } from './rankRows.ts';

type HeadListProps = {
  readonly rows: readonly HeadListRow[];
  /** Whether the model has no language head, so that only its output vectors can be compared. */
  readonly showsTurn?: boolean;
  /** What each of the inputs is called that heads were measured on. */
  readonly thing?: string;
  readonly selected: ReadonlySet<string>;
  readonly hover: HoverStore;
  readonly onSelect: (head: HeadRef) => void;
  readonly onCsv?: (csv: string) => void;
  readonly maxHeight?: string;
};

/** Every head with what is lost without it, by rank. */
export function HeadList({
  rows,
  showsTurn = false,
  thing = 'sentence',
  selected,
  hover,
  onSelect,
  onCsv,
  maxHeight,
}: HeadListProps) {
  const ranked = useMemo(() => rankRows(rows, showsTurn), [rows, showsTurn]);
  const showsSpread = rows.some(({ spread }) => spread !== undefined);
  const showsRight = rows.some(({ right }) => right !== undefined);
  const columns = useMemo(
    () => headColumns(showsTurn, showsSpread, showsRight, thing),
    [showsTurn, showsSpread, showsRight, thing],
  );
  return (
    <DataTable
      caption="Heads by what is lost without them"
      columns={columns}
      rows={ranked}
      keyOf={keyOf}
      initialSort={RANK_FIRST}
      selected={selected}
      onSelect={(row) => onSelect(row.head)}
      isFaint={isFaint}
      onPoint={(row) => hover.set({ head: row?.head ?? null })}
      {...(onCsv && { onCsv })}
      {...(maxHeight !== undefined && { maxHeight })}
    />
  );
}

const RANK_FIRST = { id: 'rank', isDescending: false };

function keyOf({ head }: RankedHead): string {
  return formatHead(head);
}

function isFaint(row: RankedHead): boolean {
  return row.isFaint;
}
