import { useMemo } from 'react';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { useHover } from '../../views/parts/useHover.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { useAsk } from '../shown/useAsk.ts';
import { clamped, largestKey, pinnedCell } from './pinnedCell.ts';
import type { Cell } from './pinnedCell.ts';
import { useStage } from '../shown/stage.ts';

const selectCell = (state: AppState) => state.view.cell;

/**
 * The cell whose road is shown: the one pointed at, else the pinned one, else the asked word as the query with the key that it looks at
 * most. A query that is pointed at without a key gets the key that it looks at most, and so does one that was pinned in a longer text.
 */
export function useCell(tensor: AttentionTensor, head: HeadRef): { readonly shown: Cell; readonly pinned: Cell } {
  const { hover } = useStage();
  const pointedQuery = useHover(hover, (now) => (now.isAsked ? null : now.query));
  const pointedKey = useHover(hover, (now) => (now.isAsked ? null : now.key));
  const cell = useApp(selectCell);
  const ask = useAsk();
  const askedQuery = ask?.side === 'query' ? ask.position : null;
  const askedKey = ask?.side === 'key' ? ask.position : null;
  const pinned = useMemo(
    () => pinnedCell(tensor, head, { cell, askedQuery, askedKey }),
    [tensor, head, cell, askedQuery, askedKey],
  );
  const shown = useMemo(() => {
    if (pointedQuery === null && pointedKey === null) return pinned;
    const query = clamped(pointedQuery ?? pinned.query, tensor.nQueries);
    const key = pointedKey ?? (query === pinned.query ? pinned.key : largestKey(tensor, head, query));
    return { query, key: clamped(key, tensor.nKeys) };
  }, [pointedQuery, pointedKey, pinned, tensor, head]);
  return { shown, pinned };
}

/** Keeps a cell: its query is asked, and everything follows. */
export function pinCell({ query, key }: Cell): void {
  dispatch({ type: 'viewChanged', change: { cell: [query, key], asked: query, side: 'query' } });
}
