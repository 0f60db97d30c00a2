import { expect, test } from 'vitest';
import { tokenizerFromVocabText } from './fromVocabText.ts';
import { createTokenizer } from './tokenizer.ts';

const PIECES = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'the', 'cat', 'cats', '##s', 's', '!'];
const opened = (pieces: readonly string[], config: object = {}) =>
  createTokenizer(tokenizerFromVocabText(`${pieces.join('\n')}\n`, config), config);
const piecesOf = (tokenizer: ReturnType<typeof opened>, text: string, pair: string | null = null) =>
  tokenizer.encode(text, pair, 64).tokens.map(({ id, piece }) => [id, piece]);

test('a vocab.txt of BERT cuts into the longest pieces, in small letters', () => {
  expect(piecesOf(opened(PIECES), 'The cats! thes dog')).toEqual([
    [2, '[CLS]'],
    [5, 'the'],
    [7, 'cats'],
    [10, '!'],
    [5, 'the'],
    [8, '##s'],
    [1, '[UNK]'],
    [3, '[SEP]'],
  ]);
});

test('a pair has types, and a mask is one token', () => {
  const { tokens, typeIds } = opened(PIECES).encode('the [MASK]', 'cat', 64);
  expect(tokens.map(({ id }) => id)).toEqual([2, 5, 4, 3, 6, 3]);
  expect(typeIds).toEqual([0, 0, 0, 0, 1, 1]);
});

test('capitals stay where the vocabulary has some, or the file says so', () => {
  expect(piecesOf(opened([...PIECES, 'The']), 'The the').slice(1, 3)).toEqual([
    [11, 'The'],
    [5, 'the'],
  ]);
  expect(piecesOf(opened(PIECES, { do_lower_case: false }), 'The').at(1)).toEqual([1, '[UNK]']);
});

test('a list of another kind is none of BERT', () => {
  expect(tokenizerFromVocabText('a\nb\nc\n', {})).toBe(null);
});
