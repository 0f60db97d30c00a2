import { visibleText } from '../../core/tokenText.ts';
import { shortName } from '../../views/AttentionMatrix/AttentionMatrix.layout.ts';
import type { ShownAsk } from '../shown/ask.ts';
import type { ShownStack } from '../shown/useStack.ts';

/** Which word is asked in a figure, and which way: “Framed in blue: the row of “needed” (10), where it looks.” Empty for none. */
export function askedLine(
  stack: Pick<ShownStack, 'queryTokens' | 'keyTokens'>,
  ask: Pick<ShownAsk, 'position' | 'side'> | null,
): string {
  if (ask === null) return '';
  const isQuery = ask.side === 'query';
  const token = (isQuery ? stack.queryTokens : stack.keyTokens)[ask.position];
  const name = token === undefined ? '' : `“${shortName(visibleText(token), 18)}” (${ask.position})`;
  return isQuery
    ? `Framed in blue: the row of ${name}, where it looks.`
    : `Framed in orange: the column of ${name}, who looks at it.`;
}
