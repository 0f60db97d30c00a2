import { useMemo } from 'react';
import { fittedStretch } from '../../core/stretch/stretch.ts';
import type { Stretch } from '../../core/stretch/stretch.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import type { ShownStack } from './useStack.ts';

const selectStretch = (state: AppState) => state.view.stretch;

/** The queries and keys of a stack that are drawn large; null for all. */
export function useStretch(stack: ShownStack | null): Stretch | null {
  const wanted = useApp(selectStretch);
  const { nQueries = 1, nKeys = 1 } = stack?.tensor ?? {};
  return useMemo(() => fittedStretch(wanted, { nQueries, nKeys }), [wanted, nQueries, nKeys]);
}
