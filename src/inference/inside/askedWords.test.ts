import { expect, test } from 'vitest';
import type { Token } from '../../core/tokens.ts';
import type { ModelTokenizer } from '../tokenizer/tokenizer.ts';
import { askedWords } from './askedWords.ts';

/** A tokenizer that cuts a text as the table tells, ids from 10 on, with a special token before and after it. */
function tokenizerOf(table: Readonly<Record<string, readonly string[]>>): ModelTokenizer {
  const pieces = Object.values(table).flat();
  const special = (id: number, at: number): Token => {
    return { position: 0, id, piece: '', text: '', start: at, end: at, special: true, segment: 0 };
  };
  return {
    takesPair: false,
    maskToken: null,
    pieceText: (id) => pieces[id - 10] ?? '',
    isSpecial: () => false,
    encode: (text) => {
      let end = 0;
      const tokens = (table[text] ?? []).map((piece): Token => {
        const start = end;
        end += piece.length;
        const isSpecial = piece.startsWith('<');
        const id = pieces.indexOf(piece) + 10;
        return { position: 0, id, piece, text: piece, start, end, special: isSpecial, segment: 0 };
      });
      const all = [special(1, 0), ...tokens, special(2, text.length)];
      return { tokens: all, typeIds: all.map(() => 0), cut: null };
    },
  };
}

test.each([
  ['fewer tokens behind a space', 'cash', { cash: ['c', 'ash'], ' cash': [' cash'] }, [' cash']],
  ['fewer tokens alone', 'c', { c: ['c'], ' c': [' ', 'c'] }, ['c']],
  ['of equals a word is taken behind a space', 'he', { he: ['he'], ' he': [' he'] }, [' he']],
  ['of equals a mark is taken alone', ',', { ',': [','], ' ,': [' ,'] }, [',']],
  ['a special token that was typed stays', '<end>', { '<end>': ['<end>'], ' <end>': [' ', '<end>'] }, ['<end>']],
  ['nothing is left of it', 'x', {}, []],
] as const)('%s', (_, word, table, expected) => {
  const [found] = askedWords(tokenizerOf(table), [word], 99);
  expect(found).toMatchObject({ word });
  expect(found!.tokens.map(({ text }) => text)).toEqual(expected);
});

test('a word whose first token the scores do not speak of has none', () => {
  const tokenizer = tokenizerOf({ a: ['a', 'b'], ' a': ['a', 'b'] });
  expect(askedWords(tokenizer, ['a'], 11)[0]!.tokens).toHaveLength(2);
  expect(askedWords(tokenizer, ['a'], 10)[0]!.tokens).toEqual([]);
});

test('without a tokenizer a number is the token of that number', () => {
  expect(askedWords(null, ['12', 'dog', '99'], 99)).toEqual([
    { word: '12', tokens: [{ id: 12, text: '#12' }] },
    { word: 'dog', tokens: [] },
    { word: '99', tokens: [] },
  ]);
});
