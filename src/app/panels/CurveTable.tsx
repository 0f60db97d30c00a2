import { useMemo } from 'react';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { fourDecimals } from '../../views/parts/numbers.ts';
import { turnedName } from '../ablation/turnedName.ts';
import { saveCsv } from '../saveFile.ts';
import type { Curve, CurveOrder } from '../studies/curve.ts';
import type { MeasureStudy } from '../studies/studies.ts';
import { useStack } from '../useStack.ts';

/** A line of the chart with the study that it is of. */
export type DrawnCurve = { readonly order: CurveOrder; readonly study: MeasureStudy; readonly curve: Curve };

const NO_ATTENTION: readonly never[] = [];

type CurveRow = { readonly order: string; readonly nRemoved: number; readonly value: number; readonly heads: string };

/** The points of all lines in numbers. */
export function CurveTable({
  drawn,
  quantity,
  unit,
}: {
  readonly drawn: readonly DrawnCurve[];
  readonly quantity: string;
  readonly unit: string;
}) {
  const run = useStack()?.run;
  const modelId = run?.model.id ?? 'model';
  const attention = run?.attention ?? NO_ATTENTION;
  const rows = useMemo(
    () =>
      drawn.flatMap(({ order, study, curve }) =>
        curve.series.points.map(({ nRemoved, value }): CurveRow => {
          const variant = study.plan.variants.find(({ heads }) => heads.length === nRemoved);
          const heads = (variant?.heads ?? []).map((head) => turnedName(attention, head)).join(', ');
          return { order, nRemoved, value, heads };
        }),
      ),
    [drawn, attention],
  );
  const columns = useMemo(
    (): readonly DataColumn<CurveRow>[] => [
      { id: 'removed', title: 'heads taken away', kind: 'name', value: (row) => row.nRemoved },
      { id: 'order', title: 'order', kind: 'text', value: (row) => row.order },
      {
        id: 'value',
        title: quantity,
        unit,
        kind: 'number',
        value: (row) => row.value,
        text: (row) => fourDecimals(row.value),
      },
      { id: 'heads', title: 'heads', kind: 'text', value: (row) => row.heads },
    ],
    [quantity, unit],
  );
  return (
    <DataTable
      caption="The curve in numbers"
      columns={columns}
      rows={rows}
      keyOf={({ order, nRemoved }) => `${order} ${nRemoved}`}
      onCsv={(csv) => saveCsv(modelId, 'curve', csv)}
    />
  );
}
