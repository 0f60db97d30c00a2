import { askOnScreen } from '../../shown/ask.ts';
import type { Seen } from './fact.ts';

/** A position as a lesson writes it: a number, the asked word, or the last; undefined where the run has none. */
export function positionIn({ state, stack }: Seen, text: string | undefined): number | undefined {
  if (text === 'asked') return askOnScreen(stack, state.view)?.position;
  return text === 'last' ? stack.queryTokens.length - 1 : Number(text);
}
