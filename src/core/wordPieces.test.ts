import { expect, test } from 'vitest';
import { wordsInPieces } from './wordPieces.ts';
import type { Token } from './tokens.ts';

/** Tokens as they stand one after the other; those in <> are special. */
function tokensOf(...texts: readonly string[]): readonly Token[] {
  let end = 0;
  return texts.map((text, position) => {
    const special = text.startsWith('<');
    const start = end;
    if (!special) end += text.length;
    return { position, id: position, piece: text, text, start, end, segment: 0, special };
  });
}

test.each([
  [0, []],
  [0, ['<s>', 'The', ' boy', ' ran', '.']],
  [2, ['<s>', 'The', ' boy', ' spr', 'inted', ' c', 'ash', ' quickly', '.']],
  [1, [' n', 'umb', 'ers']],
  // A mark ends a word, and what stands behind it is another.
  [0, ['don', "'", 't', ',', ' no']],
  [0, ['12', '34', '-', '5']],
  [1, ['spr', 'inted', '</s>', 'The']],
  [0, ['我', '们', '走', 'ですか']],
] as const)('%d words are in pieces of %j', (nWords, texts) => {
  expect(wordsInPieces(tokensOf(...texts))).toBe(nWords);
});
