import { useMemo } from 'react';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { fourDecimals } from '../../views/parts/numbers.ts';
import { storedModel } from '../shown/storedModel.ts';
import { turnedName } from '../shown/turnedName.ts';
import { dispatch, useApp } from '../state/store.ts';
import type { Curve } from '../shown/curve.ts';
import { curveRows } from './curveRows.ts';
import type { CurveRow } from './curveRows.ts';
import { levelWords, MEASURE_WORDS } from '../shown/measureWords.ts';
import type { Measure } from '../../core/study/importance.ts';
import { useAttention } from '../shown/useAttention.ts';
import { useStack } from '../shown/useStack.ts';

/** The curves in numbers; which heads went, in which order, is in the file. */
export function CurveTable({ curves, nHeads }: { readonly curves: readonly Curve[]; readonly nHeads: number }) {
  const run = useStack()?.run;
  const attention = useAttention();
  const measure = curves[0]?.measure ?? 'loss';
  const thing = curves[0]?.study.basis.thing ?? 'sentence';
  const stored = useApp(storedModel);
  const rows = useMemo(
    () => curves.flatMap((curve) => curveRows(curve, nHeads, (head) => turnedName(attention, head), stored)),
    [curves, nHeads, attention, stored],
  );
  const columns = useMemo(() => columnsOf(measure, thing), [measure, thing]);
  return (
    <DataTable
      caption="The curve in numbers"
      columns={columns}
      rows={rows}
      keyOf={({ order, draw, nRemoved }) => `${order} ${draw} ${nRemoved}`}
      onCsv={(csv) =>
        dispatch({ type: 'fileAsked', file: { what: 'table', modelId: run?.model.id ?? 'model', name: 'curve', csv } })
      }
    />
  );
}

/** Columns of the rows of curves told by this measure. */
function columnsOf(measure: Measure, thing: string): readonly DataColumn<CurveRow>[] {
  const { unit } = MEASURE_WORDS[measure];
  const number = (
    id: string,
    title: string,
    value: (row: CurveRow) => number,
    ofUnit = unit,
  ): DataColumn<CurveRow> => ({
    id,
    title,
    unit: ofUnit,
    kind: 'number',
    value,
    text: (row) => fourDecimals(value(row)),
  });
  return [
    { id: 'left', title: 'heads left', kind: 'name', value: (row) => row.nLeft },
    { id: 'removed', title: 'heads taken away', kind: 'number', value: (row) => row.nRemoved },
    { id: 'order', title: 'order', kind: 'text', value: (row) => row.order },
    { id: 'draw', title: 'draw', kind: 'text', value: (row) => row.draw },
    number('value', levelWords(measure), (row) => row.value),
    { ...number('least', 'least', (row) => row.least), hint: 'Of several random orders' },
    { ...number('largest', 'largest', (row) => row.largest), hint: 'Of several random orders' },
    ...(measure !== 'kl' && measure !== 'turn'
      ? [{ ...number('kl', 'mean KL', (row) => row.meanKl, 'nats'), isFileOnly: true }]
      : []),
    { id: 'flips', title: 'changed predictions', kind: 'number', value: (row) => row.nFlips, isFileOnly: true },
    {
      id: 'saved',
      title: 'file smaller by',
      unit: 'bytes',
      hint: 'What the file would be smaller by without these heads',
      kind: 'number',
      value: (row) => row.savedBytes,
    },
    { id: 'last', title: 'head taken last', kind: 'text', value: (row) => row.last },
    {
      id: 'heads',
      title: 'all heads taken away in order',
      kind: 'text',
      value: (row) => row.heads,
      isFileOnly: true,
    },
    { id: 'mode', title: 'mode', kind: 'text', value: (row) => row.mode, isFileOnly: true },
    { id: 'sentences', title: `${thing}s`, kind: 'number', value: (row) => row.nTexts, isFileOnly: true },
  ];
}
