import { expect, test } from 'vitest';
import type { Token } from '../tokens.ts';
import { wordToAsk } from './wordToAsk.ts';

/** Pieces between bars; a space begins a word. */
function read(text: string): readonly Token[] {
  let start = 0;
  return text.split('|').map((piece, position) => {
    const special = /^\[.*\]$/.test(piece);
    const token = { position, id: position, piece, text: piece, start, special, segment: 0 } as const;
    if (!special) start += piece.length;
    return { ...token, end: start };
  });
}

const asked = (text: string) => {
  const tokens = read(text);
  const position = wordToAsk(tokens);
  return position === null ? null : `${position}:${tokens[position]?.text.trim()}`;
};

test.each([
  ['a mask before all else', '[CLS]| He| met| the| [MASK]|[MASK]| and| he|[SEP]', '5:[MASK]'],
  ['the first pronoun with words before it', 'He| ran| because| he| and| she', '3:he'],
  ['a pronoun at the beginning is none', 'She| wept| out| loud', '3:loud'],
  ['the last word that comes again', 'The| cat| saw| a| dog| and| the| cat| ran', '7:cat'],
  ['small words that come again do not count', 'The| end| of| the| line', '4:line'],
  ['a verb far into its sentence', 'The| key| to| the| old| box| was| gone', '6:was'],
  ['a verb beside its subject is none', 'The| key| was| gone', '3:gone'],
  ['the last word, marks aside', 'All| is| calm|,| all| quiet|.', '4:all'],
  ['the last token of a word', 'Deep| in| the| for|est', '4:est'],
  ['words are told apart without case, whole', 'Run|ning| is| hard|;| run| on', '6:on'],
  ['signs without spaces', '猫|が|寝|る', '3:る'],
])('%s: %s', (_, text, found) => {
  expect(asked(text)).toBe(found);
});

test('nothing is worth asking where less than two tokens have letters', () => {
  expect([asked('Oh'), asked('[CLS]| Oh|!|[SEP]'), wordToAsk([])]).toEqual([null, null, null]);
  expect(asked('Oh|my')).toBe('1:my');
});
