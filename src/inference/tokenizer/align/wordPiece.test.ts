import { expect, test } from 'vitest';
import { normaliseBert } from './bertNormalizer.ts';
import { wordPieceAligner } from './wordPiece.ts';

const OPTIONS = { cleanText: true, spaceChinese: true, stripAccents: true, lowercase: true };
const align = wordPieceAligner({ continuation: '##', unknown: '[UNK]' });

const slices = (text: string, pieces: readonly string[]) =>
  align(pieces, normaliseBert(text, OPTIONS)).map(({ start, end }) => text.slice(start, end));

test('continuations follow without a space, words after spaces', () => {
  expect(slices(' Walking   home.', ['walk', '##ing', 'home', '.'])).toEqual(['Walk', 'ing', 'home', '.']);
});

test('an accent belongs to its letter, typed as one character or as two', () => {
  expect(slices('Cafe\u0301 CAFÉ', ['ca', '##fe', 'cafe'])).toEqual(['Ca', 'fe\u0301', 'CAFÉ']);
});

test('an unknown token takes one word or one sign, not the rest', () => {
  expect(slices('☃ab ☃, ☃☃x猫犬 a', ['[UNK]', '[UNK]', ',', '[UNK]', '[UNK]', '[UNK]', 'a'])).toEqual([
    '☃ab',
    '☃',
    ',',
    '☃☃x',
    '猫',
    '犬',
    'a',
  ]);
});

test('joined emoji are one unknown word with its joiners', () => {
  expect(slices('👨‍👩‍👧 ok', ['[UNK]', 'ok'])).toEqual(['👨‍👩‍👧', 'ok']);
});

test('the marks themselves may be text', () => {
  expect(slices('##ing', ['#', '#', 'in', '##g'])).toEqual(['#', '#', 'in', 'g']);
});

test('a piece that is not there has no width, and the next one is found', () => {
  expect(slices('the cat', ['the', 'zzz', 'cat'])).toEqual(['the', '', 'cat']);
});
