import { beginsWord } from './tokenText.ts';
import type { Token } from './tokens.ts';

const LETTER = /\p{L}/u;

/** Scripts that put no space between words: where one ends there, tokens do not tell. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** How many words of a text a model reads as more than one token; a mark beside a word is no part of it, and special tokens are none. */
export function wordsInPieces(tokens: readonly Token[]): number {
  let nWords = 0;
  let length = 0;
  for (const [at, token] of tokens.entries()) {
    const isLetters = !token.special && LETTER.test(token.text) && !UNSPACED.test(token.text);
    length = !isLetters ? 0 : length > 0 && !beginsWord(token, tokens[at - 1]) ? length + 1 : 1;
    if (length === 2) nWords += 1;
  }
  return nWords;
}
