import type { SpokenToken } from '../../core/inside/questions.ts';
import { visibleText } from '../../core/tokenText.ts';

/** A line of a list of tokens; one for all where many in a row get the same, as tokens do that no text has taught apart. */
type SpokenLine = {
  readonly id: number;
  readonly text: string;
  /** How many more get the same. */
  readonly nMore: number;
  readonly number: string;
};

/** From so many in a row on with the same number in print they are one line. */
const ALIKE = 3;

/** The lines of a list of tokens in order, with the number of each in print. */
export function spokenLines(tokens: readonly SpokenToken[], numbers: readonly string[]): readonly SpokenLine[] {
  const lines: SpokenLine[] = [];
  for (let at = 0; at < tokens.length;) {
    const number = numbers[at] ?? '';
    let end = at + 1;
    while (end < tokens.length && numbers[end] === number) end++;
    const isFolded = end - at >= ALIKE;
    for (const token of tokens.slice(at, isFolded ? at + 1 : end))
      lines.push({ id: token.id, text: visibleText(token), nMore: isFolded ? end - at - 1 : 0, number });
    at = end;
  }
  return lines;
}
