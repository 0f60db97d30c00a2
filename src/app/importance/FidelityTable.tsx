import { useMemo } from 'react';
import { LABEL_WORDS, ofPiece } from '../../core/labels/words.ts';
import type { Piece } from '../../core/patchAxes.ts';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { fourDecimals } from '../../views/parts/numbers.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { turnedName } from '../shown/turnedName.ts';
import type { AppState } from '../state/appState.ts';
import type { Thing } from '../../core/runExtras.ts';
import { dispatch, useApp } from '../state/store.ts';
import { fidelityRows } from '../../core/study/fidelity.ts';
import type { FidelityRow } from '../../core/study/fidelity.ts';
import { useAttention } from '../shown/useAttention.ts';
import { useStack } from '../shown/useStack.ts';

const selectTried = (state: AppState) => state.studies.tried;

/** Every label that was tried on the model, in numbers; nothing before the first. */
export function FidelityTable() {
  const tried = useApp(selectTried);
  const stack = useStack();
  const piece = stack === null ? 'word' : pieceWord(stack, 'key');
  const attention = useAttention();
  const rows = useMemo(() => fidelityRows(tried, (head) => turnedName(attention, head)), [tried, attention]);
  const thing = tried[0]?.basis.thing ?? 'sentence';
  const columns = useMemo(() => [HEAD_COLUMN, labelColumn(piece), ...COLUMNS, textColumn(thing)], [piece, thing]);
  if (rows.length === 0) return null;
  return (
    <DataTable
      caption="Labels tried in place of their heads"
      columns={columns}
      rows={rows}
      keyOf={({ name, label, text }) => `${name} ${label} ${text}`}
      onCsv={(csv) =>
        dispatch({
          type: 'fileAsked',
          file: { what: 'table', modelId: stack?.run.model.id ?? 'model', name: 'fidelity', csv },
        })
      }
      maxHeight="12rem"
    />
  );
}

function number(
  id: string,
  title: string,
  hint: string,
  value: (row: FidelityRow) => number | null,
): DataColumn<FidelityRow> {
  return { id, title, hint, kind: 'number', value, text: (row) => fourDecimals(value(row) ?? Number.NaN) };
}

const HEAD_COLUMN: DataColumn<FidelityRow> = { id: 'head', title: 'head', kind: 'name', value: (row) => row.name };

function labelColumn(piece: Piece): DataColumn<FidelityRow> {
  return { id: 'label', title: 'label', kind: 'text', value: (row) => ofPiece(LABEL_WORDS[row.label].says, piece) };
}

/** Columns of the labels that were tried, behind those. */
const COLUMNS: readonly DataColumn<FidelityRow>[] = [
  {
    id: 'labelName',
    title: 'technical name',
    kind: 'text',
    value: (row) => LABEL_WORDS[row.label].name,
    isFileOnly: true,
  },
  number('ideal', 'with the label alone', 'KL in nats, or turn as 1 − cosine', (row) => row.ideal),
  number('mean', 'without the head', 'KL in nats, or turn as 1 − cosine', (row) => row.mean),
  number(
    'fidelity',
    'fidelity',
    '1 − the one / the other; a dash where there is too little to explain',
    (row) => row.value,
  ),
  {
    id: 'measure',
    title: 'measured as',
    kind: 'text',
    value: (row) => (row.measure === 'kl' ? 'mean KL (nats)' : 'mean turn (1 − cosine)'),
  },
  { id: 'floor', title: 'noise floor', kind: 'number', value: (row) => row.floor, isFileOnly: true },
];

function textColumn(thing: Thing): DataColumn<FidelityRow> {
  return { id: 'text', title: thing, kind: 'text', value: (row) => row.text };
}
