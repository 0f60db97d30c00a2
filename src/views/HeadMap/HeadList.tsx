import { useMemo } from 'react';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import type { LabelId } from '../../core/labels/report.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { DataColumn } from '../DataTable/columns.ts';
import { DataTable } from '../DataTable/DataTable.tsx';
import type { HoverStore } from '../hover.ts';
import { Glyph } from '../parts/Glyph.tsx';
import { fourDecimals, signedFourDecimals } from '../parts/numbers.ts';
import styles from './HeadMap.module.css';

/** What a sweep found for one head; NaN for what the model has not. */
export type HeadListRow = {
  readonly head: HeadRef;
  /** With the true number of the layer. */
  readonly name: string;
  readonly label: LabelId | null;
  readonly labelText: string;
  /** Nats per token. */
  readonly lossChange: number;
  /** Nats, mean over positions. */
  readonly meanKl: number;
  readonly nFlips: number;
  readonly nPositions: number;
  /** 1 - cosine of the outputs, for models without a language head. */
  readonly meanTurn?: number;
  /** The token where KL is largest, or empty. */
  readonly worst: string;
  readonly isFaint: boolean;
};

export type HeadListProps = {
  readonly rows: readonly HeadListRow[];
  /** Whether the model has no language head, so that only its output vectors can be compared. */
  readonly showsTurn?: boolean;
  readonly selected: ReadonlySet<string>;
  readonly hover: HoverStore;
  readonly onSelect: (head: HeadRef) => void;
  readonly onCsv?: (csv: string) => void;
  readonly maxHeight?: string;
};

type Ranked = HeadListRow & { readonly rank: number };

/** Every head with what is lost without it, by rank. */
export function HeadList({ rows, showsTurn = false, selected, hover, onSelect, onCsv, maxHeight }: HeadListProps) {
  const ranked = useMemo(() => rankRows(rows, showsTurn), [rows, showsTurn]);
  return (
    <DataTable
      caption="Heads by what is lost without them"
      columns={showsTurn ? TURN_COLUMNS : COLUMNS}
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

function keyOf({ head }: Ranked): string {
  return formatHead(head);
}

function isFaint(row: Ranked): boolean {
  return row.isFaint;
}

/** Rank 1 is the head that is missed most: by loss, by KL where no loss can be taken, by turn without a language head. */
export function rankRows(rows: readonly HeadListRow[], byTurn: boolean): readonly Ranked[] {
  const size = (row: HeadListRow): number => {
    const value = byTurn ? (row.meanTurn ?? Number.NaN) : Number.isNaN(row.lossChange) ? row.meanKl : row.lossChange;
    return Number.isNaN(value) ? -Infinity : value;
  };
  return rows.toSorted((a, b) => compare(size(b), size(a))).map((row, i) => ({ ...row, rank: i + 1 }));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

const START: readonly DataColumn<Ranked>[] = [
  { id: 'rank', title: 'rank', kind: 'number', value: (row) => row.rank },
  { id: 'head', title: 'head', kind: 'name', value: (row) => row.name },
  {
    id: 'label',
    title: 'label',
    kind: 'text',
    value: (row) => row.labelText,
    render: (row) => (
      <span className={styles.label}>
        {row.label === null ? null : <Glyph shape={LABEL_WORDS[row.label].glyph} />} {row.labelText}
      </span>
    ),
  },
];

const COLUMNS: readonly DataColumn<Ranked>[] = [
  ...START,
  {
    id: 'loss',
    title: 'loss change',
    unit: 'nats',
    hint: 'Mean loss per token without the head, less that of the whole model',
    kind: 'number',
    value: (row) => row.lossChange,
    text: (row) => signedFourDecimals(row.lossChange),
  },
  {
    id: 'kl',
    title: 'KL',
    unit: 'nats',
    hint: 'How far the predictions move, mean over positions',
    kind: 'number',
    value: (row) => row.meanKl,
    text: (row) => fourDecimals(row.meanKl),
  },
  {
    id: 'flips',
    title: 'flips',
    hint: 'Positions whose most probable token is another one',
    kind: 'number',
    value: (row) => row.nFlips,
    text: (row) => `${row.nFlips} of ${row.nPositions}`,
  },
  { id: 'worst', title: 'worst place', kind: 'text', value: (row) => row.worst },
];

const TURN_COLUMNS: readonly DataColumn<Ranked>[] = [
  ...START,
  {
    id: 'turn',
    title: 'turn',
    unit: '1 − cosine',
    hint: 'How far the output vectors turn, mean over tokens',
    kind: 'number',
    value: (row) => row.meanTurn ?? Number.NaN,
    text: (row) => fourDecimals(row.meanTurn ?? Number.NaN),
  },
];
