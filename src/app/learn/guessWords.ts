import type { Guess } from '../../core/lessons/lesson.ts';
import { visibleText } from '../../core/tokenText.ts';
import type { ShownStack } from '../shown/useStack.ts';
import type { Found } from './facts/fact.ts';
import { factWords } from './facts/facts.ts';
import { directionOf } from './guesses.ts';

/** What was guessed, or what is so, as a person says it: a position by its token, a change by its direction. */
export function guessWords({ kind, truth }: Guess, value: Found, stack: Pick<ShownStack, 'keyTokens'> | null): string {
  if (typeof value !== 'number') return factWords(truth, value);
  if (kind === 'word') {
    const token = stack?.keyTokens[value];
    return token === undefined ? '–' : visibleText(token);
  }
  const words = factWords(truth, value);
  return kind === 'direction' ? `${directionOf(value)} (${words})` : words;
}
