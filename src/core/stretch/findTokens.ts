import { beginsWord } from '../tokenText.ts';
import type { Token } from '../tokens.ts';

/**
 * Positions of the tokens in which a word or a part of one begins, whatever tokens it is made of; capitals are as small letters.
 * Each position once; none for an empty word.
 */
export function findTokens(tokens: readonly Token[], wanted: string): readonly number[] {
  const word = wanted.trim().toLowerCase();
  if (word === '') return [];
  const starts: number[] = [];
  let text = '';
  for (const [at, token] of tokens.entries()) {
    // Tokenizers that leave spaces out tell words apart by where they begin.
    if (at > 0 && beginsWord(token, tokens[at - 1]) && !token.text.startsWith(' ')) text += ' ';
    starts.push(text.length);
    text += token.text.toLowerCase();
  }
  const found = new Set<number>();
  for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1)) {
    found.add(starts.findLastIndex((start) => start <= from));
  }
  return [...found].toSorted((a, b) => a - b);
}
