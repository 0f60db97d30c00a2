import type { HeadCount } from '../../core/cost/headCounts.ts';
import { formatSetup } from '../../core/cost/setupAddress.ts';
import type { AttentionCost } from '../../core/cost/attentionCost.ts';
import { timeRatio } from '../../core/cost/headTimes.ts';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { byteWords, headsWords, shortNumber, wholeNumber } from '../../views/parts/amounts.ts';
import { dispatch } from '../state/store.ts';
import type { FoundTimes } from '../state/timing.ts';
import { isMade } from '../shown/costLines.ts';
import type { ShownCost } from '../shown/shownCost.ts';
import styles from './cost.module.css';

type CostTableProps = { readonly cost: ShownCost; readonly modelId: string };

/** Every number of heads in numbers; those of which no layer can be made are grey, and have none. */
export function CostTable({ cost: { setup, rows, found, values }, modelId }: CostTableProps) {
  const first = rows.find(isMade)?.nHeads ?? 1;
  const why = rows.flatMap((row) => (isMade(row) ? [] : row.why));
  return (
    <>
      <DataTable
        caption="What heads cost"
        columns={columnsOf(values.own, values.ownName, found, first)}
        rows={rows}
        keyOf={({ nHeads }) => String(nHeads)}
        selected={new Set([String(setup.nHeads)])}
        isFaint={(row) => !isMade(row)}
        onSelect={({ nHeads }) =>
          dispatch({ type: 'viewChanged', change: { cost: formatSetup({ ...setup, nHeads }) } })
        }
        onCsv={(csv) => dispatch({ type: 'fileAsked', file: { what: 'table', modelId, name: 'cost', csv } })}
      />
      {why.length === 0 ? null : <p className={styles.words}>Grey: no such layer. {why.join('; ')}.</p>}
    </>
  );
}

type Column = DataColumn<HeadCount>;

function columnsOf(own: number, ownName: string, found: FoundTimes | null, first: number): readonly Column[] {
  const number = (
    id: string,
    title: string,
    of: (cost: AttentionCost) => number,
    words: (value: number) => string,
    more: Partial<Column> = {},
  ): Column => ({
    id,
    title,
    kind: 'number',
    value: (row) => (isMade(row) ? of(row.cost) : null),
    text: (row) => (isMade(row) ? words(of(row.cost)) : '–'),
    ...more,
  });
  const timeOf = (row: HeadCount) =>
    isMade(row) ? found?.times.times.find(({ nHeads }) => nHeads === row.nHeads) : undefined;
  return [
    {
      id: 'heads',
      title: 'heads',
      kind: 'name',
      value: (row) => row.nHeads,
      text: (row) => `${row.nHeads}${row.nHeads === own ? ` · ${ownName}` : ''}`,
    },
    { id: 'dK', title: 'd_k', kind: 'number', value: (row) => row.shape?.dK ?? null },
    number('parameters', 'parameters', (cost) => cost.parameters, wholeNumber),
    number('multiply-adds', 'multiply-adds', (cost) => cost.multiplyAdds.total, shortNumber),
    number('projections', 'of projections', (cost) => cost.multiplyAdds.projections, shortNumber, { isFileOnly: true }),
    number('products', 'of q k and a v', (cost) => cost.multiplyAdds.products, shortNumber, { isFileOnly: true }),
    number('causal', 'of q k and a v without masked cells', (cost) => cost.multiplyAdds.productsOfCausal, shortNumber, {
      isFileOnly: true,
    }),
    number('exponentials', 'exponentials', (cost) => cost.exponentials, shortNumber),
    number('maps', 'maps', (cost) => cost.mapBytes, byteWords, {
      hint: 'Bytes of all attention maps, if they are stored',
    }),
    number('activations', 'q, k, v, z', (cost) => cost.activationBytes, byteWords, {
      hint: 'Bytes of queries, keys, values and what the heads give',
    }),
    number('cache', 'cache', (cost) => cost.cacheBytes, byteWords, { hint: 'Bytes of keys and values that are kept' }),
    number('rank', 'rank', (cost) => cost.rank, wholeNumber, { hint: 'Of W_Q W_K^T and W_V W_O of one head, at most' }),
    ...(found === null
      ? []
      : [
          {
            id: 'time',
            title: `time, times ${headsWords(first)}`,
            kind: 'number',
            hint: `One layer ${found.plan.d} wide, ${found.plan.nTokens} tokens`,
            value: (row) => (isMade(row) ? (timeRatio(found.times.times, row.nHeads, first)?.ratio ?? null) : null),
          } satisfies Column,
          {
            id: 'ms',
            title: 'time',
            unit: 'ms',
            kind: 'number',
            hint: `One layer ${found.plan.d} wide, ${found.plan.nTokens} tokens, fastest of ${found.times.nRounds} passes`,
            value: (row) => timeOf(row)?.ms ?? null,
          } satisfies Column,
          {
            id: 'unrest',
            title: 'time off by, at least, as a share',
            kind: 'number',
            isFileOnly: true,
            value: (row) => timeOf(row)?.unrest ?? null,
          } satisfies Column,
        ]),
  ];
}
