import { useMemo } from 'react';
import { answersOf } from '../../core/ask/answers.ts';
import type { Answer, Answers, AskSide } from '../../core/ask/answers.ts';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { AppState } from '../state/appState.ts';
import { askedByPage } from '../state/asked.ts';
import { useApp } from '../state/store.ts';
import type { View } from '../state/view.ts';
import { useStack } from './useStack.ts';
import type { ShownStack } from './useStack.ts';

/** The word that is asked about, and what the heads of the stack on screen say. */
export type ShownAsk = {
  readonly position: number;
  readonly side: AskSide;
  /** False where the page chose the word. */
  readonly isChosen: boolean;
  readonly answers: Answers;
};

const selectAsked = (state: AppState) => state.view.asked;
const selectSide = (state: AppState) => state.view.side;

/** Null where nothing is asked, and for pictures, whose patches say nothing by name. */
export function useAsk(): ShownAsk | null {
  const stack = useStack();
  const asked = useApp(selectAsked);
  const side = useApp(selectSide);
  return useMemo(() => (stack === null ? null : askOf(stack, { asked, side })), [stack, asked, side]);
}

function askOf(stack: ShownStack, { asked, side }: Pick<View, 'asked' | 'side'>): ShownAsk | null {
  if (asked === 'none' || !canAsk(stack)) return null;
  const tokens = side === 'query' ? stack.queryTokens : stack.keyTokens;
  const isChosen = asked !== 'auto' && asked < tokens.length;
  const position = isChosen ? asked : askedByPage(stack.run, stack, side);
  return position === null ? null : { position, side, isChosen, answers: answersFor(stack, position, side) };
}

/** The answers that there is room for: the best, and in up to half of the places those of pinned heads, which stand beside them. */
export function answersInSight({ said }: Answers, pinned: readonly HeadRef[], n: number): readonly Answer[] {
  const isPinned = ({ head }: Answer): boolean => pinned.some((other) => sameHead(other, head));
  const own = said.filter(isPinned).slice(0, Math.floor(n / 2));
  const first = [...own, ...said.filter((one) => !own.includes(one))].slice(0, n);
  return said.filter((one) => first.includes(one));
}

/** Whether the tokens on screen can be asked about: not patches, and not one alone. */
export function canAsk({ run, queryTokens, keyTokens }: ShownStack): boolean {
  return run.image === null && Math.max(queryTokens.length, keyTokens.length) > 1;
}

type Known = { readonly answers: Answers; readonly position: number; readonly side: AskSide };

const known = new WeakMap<AttentionTensor, Known>();

/** Worked out once for all that show them. */
function answersFor(stack: ShownStack, position: number, side: AskSide): Answers {
  const before = known.get(stack.tensor);
  if (before?.position === position && before.side === side) return before.answers;
  const answers = answersOf(stack, position, side);
  known.set(stack.tensor, { answers, position, side });
  return answers;
}
