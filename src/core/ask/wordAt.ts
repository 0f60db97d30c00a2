import { joinedText } from '../byteAlphabet.ts';
import { cutText } from '../quote.ts';
import { beginsWord, isolated, visibleText } from '../tokenText.ts';
import type { Token } from '../tokens.ts';

/** Letters of a word that are repeated. */
const MOST_LETTERS = 16;

/**
 * A token as it is named among others: by the whole word that it is a piece of, and with its position where that word is
 * written more than once.
 */
export function wordAt(tokens: readonly Token[], position: number): string {
  const word = wholeWord(tokens, position);
  const isOne = tokens.filter((_, at) => isWordStart(tokens, at) && wholeWord(tokens, at) === word).length < 2;
  const shown = isolated(cutText(word, MOST_LETTERS));
  return isOne ? shown : `${shown} (${position})`;
}

function wholeWord(tokens: readonly Token[], position: number): string {
  if (!isPiece(tokens[position])) return wordOf(tokens[position]);
  let [start, end] = [position, position + 1];
  while (start > 0 && joins(tokens, start)) start--;
  while (end < tokens.length && joins(tokens, end)) end++;
  return visibleText({ text: joinedText(tokens.slice(start, end).map(({ text }) => text)) });
}

/** Whether a token goes on with the word of the token before; marks are no part of a word. */
function joins(tokens: readonly Token[], position: number): boolean {
  return isPiece(tokens[position]) && isPiece(tokens[position - 1]) && !isWordStart(tokens, position);
}

function isPiece(token: Token | undefined): boolean {
  return token !== undefined && !token.special && /[\p{L}\p{N}]/u.test(token.text);
}

/** A token by itself. */
export function wordOf(token: Token | undefined): string {
  return token === undefined ? '' : visibleText(token);
}

/** Whether a word begins there, also behind the last one. */
export function isWordStart(tokens: readonly Token[], position: number): boolean {
  const token = tokens[position];
  return token === undefined || beginsWord(token, tokens[position - 1]);
}
