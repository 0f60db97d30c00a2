import { useMemo } from 'react';
import type { Effect } from '../../core/effect/effect.ts';
import type { Token } from '../../core/tokens.ts';
import { DataTable } from '../DataTable/DataTable.tsx';
import { positionColumns, textAt, TURN_COLUMNS } from './EffectTable.columns.ts';

type EffectTableProps = {
  readonly effect: Effect;
  readonly tokens: readonly Token[];
  /** A number of the vocabulary as readable text. */
  readonly textOf: (id: number) => string;
  readonly selected: number | null;
  readonly onSelect: (position: number) => void;
  readonly onCsv?: (csv: string) => void;
  readonly maxHeight?: string;
};

/** The whole effect on a sentence in numbers: a row for each position that is compared. */
export function EffectTable({ effect, tokens, textOf, selected, onSelect, onCsv, maxHeight }: EffectTableProps) {
  const csv = { ...(onCsv && { onCsv }), ...(maxHeight !== undefined && { maxHeight }) };
  const columns = useMemo(() => positionColumns(tokens, textOf), [tokens, textOf]);
  const chosen = useMemo(() => new Set(selected === null ? [] : [String(selected)]), [selected]);
  const turns = useMemo(
    () => Array.from(effect.turns ?? [], (turn, position) => ({ position, turn, token: textAt(tokens, position) })),
    [effect.turns, tokens],
  );
  if (effect.turns !== null)
    return (
      <DataTable
        caption="How far each output vector turns"
        columns={TURN_COLUMNS}
        rows={turns}
        keyOf={keyOf}
        selected={chosen}
        onSelect={(row) => onSelect(row.position)}
        {...csv}
      />
    );
  return (
    <DataTable
      caption={
        effect.objective === 'next-token'
          ? 'What follows each token, before and after'
          : 'What stands at each mask or token, before and after'
      }
      columns={columns}
      rows={effect.positions}
      keyOf={keyOf}
      selected={chosen}
      onSelect={(row) => onSelect(row.position)}
      {...csv}
    />
  );
}

function keyOf({ position }: { readonly position: number }): string {
  return String(position);
}
