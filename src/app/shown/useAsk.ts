import { useMemo } from 'react';
import type { AppState } from '../state/appState.ts';
import { askedWord } from '../state/asked.ts';
import { useApp } from '../state/store.ts';
import { askOf } from './ask.ts';
import type { ShownAsk } from './ask.ts';
import { useStack } from './useStack.ts';

const selectAsked = (state: AppState) => askedWord(state.view);
const selectSide = (state: AppState) => state.view.side;
const selectOneHead = (state: AppState) => state.view.oneHead;
const selectSort = (state: AppState) => state.view.sort;

/** Null where nothing can be asked, or is. */
export function useAsk(): ShownAsk | null {
  const stack = useStack();
  const asked = useApp(selectAsked);
  const side = useApp(selectSide);
  const oneHead = useApp(selectOneHead);
  const sort = useApp(selectSort);
  return useMemo(
    () => (stack === null ? null : askOf(stack, { asked, side, oneHead, sort })),
    [stack, asked, side, oneHead, sort],
  );
}
