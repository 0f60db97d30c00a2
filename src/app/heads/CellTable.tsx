import { useDeferredValue, useMemo } from 'react';
import type { HeadRef } from '../../core/selection.ts';
import { largestCells, shownCells } from '../../core/table/cells.ts';
import type { WeightCell } from '../../core/table/cells.ts';
import { csvLines } from '../../core/table/csv.ts';
import type { Cell } from '../../core/table/csv.ts';
import { headName, patternOf } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import { DataTable } from '../../views/DataTable/DataTable.tsx';
import type { DataColumn } from '../../views/DataTable/columns.ts';
import { fourDecimals } from '../../views/parts/numbers.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { dispatch } from '../state/store.ts';
import controls from '../parts/controls.module.css';

/** More cells than these are in the file only. */
const MAX_ROWS = 100;

type CellRow = WeightCell & { readonly name: string };

type CellTableProps = { readonly stack: ShownStack; readonly heads: readonly HeadRef[] };

/** The cells of pinned heads in numbers: the largest weights, or with heads switched off the largest changes; all of them as a file. */
export function CellTable({ stack: newest, heads: newestHeads }: CellTableProps) {
  // While the person types, letters go before the table. Both wait together: another model may have fewer heads.
  const { stack, heads } = useDeferredValue(
    useMemo(() => ({ stack: newest, heads: newestHeads }), [newest, newestHeads]),
  );
  const rows = useMemo(() => largestCells((isLarge) => rowsOf(stack, heads, isLarge), MAX_ROWS), [stack, heads]);
  const columns = useMemo(() => columnsOf(stack), [stack]);
  const what = stack.isAfter ? 'changes' : 'weights';
  return (
    <div>
      <DataTable
        caption={`${rows.length < MAX_ROWS ? 'All' : `The ${MAX_ROWS} largest`} ${what} of the pinned heads`}
        columns={columns}
        rows={rows}
        keyOf={({ name, query, key }) => `${name} ${query} ${key}`}
        maxHeight="22rem"
      />
      <button type="button" className={controls.link} onClick={() => save(stack, heads)}>
        All cells of the pinned heads (CSV)
      </button>
      {stack.hidden === null ? null : (
        <p className={controls.hint}>Hidden tokens are left out, and rows renormalised.</p>
      )}
    </div>
  );
}

function* rowsOf(
  stack: ShownStack,
  heads: readonly HeadRef[],
  isWanted?: (size: number) => boolean,
): Generator<CellRow, void, void> {
  const { tensor, isCausal, hidden } = stack;
  const own = beforeOf(stack);
  for (const head of heads) {
    const source = { pattern: patternOf(tensor, head), nKeys: tensor.nKeys, isCausal, hidden };
    const name = headName(tensor, head);
    for (const cell of shownCells({ ...source, before: own && patternOf(own, head) }, isWanted))
      yield { ...cell, name };
  }
}

/** The patterns of the model as it is, where others are shown; else null. */
function beforeOf({ run, tensor, isAfter }: ShownStack): AttentionTensor | null {
  return isAfter ? (run.attention.find(({ kind }) => kind === tensor.kind) ?? null) : null;
}

function columnsOf(stack: ShownStack): readonly DataColumn<CellRow>[] {
  const { queryTokens, keyTokens, isAfter } = stack;
  const tokenOf = (tokens: ShownStack['keyTokens'], at: number): string => {
    const token = tokens[at];
    return token === undefined ? String(at) : nameInPlace(token);
  };
  const number = (id: string, title: string, value: (row: CellRow) => number | null): DataColumn<CellRow> => ({
    id,
    title,
    kind: 'number',
    value,
    text: (row) => fourDecimals(value(row) ?? Number.NaN),
  });
  return [
    { id: 'head', title: 'head', kind: 'name', value: ({ name }) => name },
    { id: 'query', title: 'from (query)', kind: 'text', value: ({ query }) => tokenOf(queryTokens, query) },
    { id: 'key', title: 'to (key)', kind: 'text', value: ({ key }) => tokenOf(keyTokens, key) },
    ...(isAfter
      ? [
          number('before', 'before', ({ before }) => before),
          number('after', 'after', ({ weight }) => weight),
          number('change', 'change', changeOf),
        ]
      : [number('weight', 'weight', ({ weight }) => weight)]),
  ];
}

function changeOf({ weight, before }: WeightCell): number | null {
  return before === null ? null : weight - before;
}

function save(stack: ShownStack, heads: readonly HeadRef[]): void {
  const numbers = stack.isAfter ? ['before', 'after', 'change'] : ['weight'];
  const lines = csvLines(['head', 'query', 'queryToken', 'key', 'keyToken', ...numbers], csvRowsOf(stack, heads));
  dispatch({ type: 'fileAsked', file: { what: 'table', modelId: stack.run.model.id, name: 'weights', csv: lines } });
}

function* csvRowsOf(stack: ShownStack, heads: readonly HeadRef[]): Generator<readonly Cell[], void, void> {
  const { queryTokens, keyTokens, isAfter } = stack;
  for (const row of rowsOf(stack, heads)) {
    yield [
      row.name,
      row.query,
      queryTokens[row.query]?.text ?? '',
      row.key,
      keyTokens[row.key]?.text ?? '',
      ...(isAfter ? [row.before, row.weight, changeOf(row)] : [row.weight]),
    ];
  }
}
