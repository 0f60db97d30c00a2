import { expect, test } from 'vitest';
import { byteLevelAligner } from './byteLevel.ts';
import { mapIdentity } from './mappedText.ts';

const place = (text: string, pieces: readonly string[], endOfWord: string | null = null) =>
  byteLevelAligner(endOfWord)(pieces, mapIdentity(text)).map(({ start, end }) => [start, end]);

test('each piece has the characters of its bytes, the leading space included', () => {
  expect(place('The cat', ['The', 'Ġc', 'at'])).toEqual([
    [0, 3],
    [3, 5],
    [5, 7],
  ]);
});

test('pieces that divide a character share it', () => {
  // U+1F600 is F0 9F 98 80: "ð Ł ĺ Ģ"; the first piece also holds the space.
  expect(place('a 😀b', ['a', 'Ġð', 'Łĺ', 'Ģb'])).toEqual([
    [0, 1],
    [1, 4],
    [2, 4],
    [2, 5],
  ]);
});

test('a space that the tokenizer put in front has no width', () => {
  expect(place('cat', ['Ġcat'])).toEqual([[0, 3]]);
  expect(place('cat', ['Ġ', 'cat'])).toEqual([
    [0, 0],
    [0, 3],
  ]);
  expect(place(' cat', ['Ġcat'])).toEqual([[0, 4]]);
});

test('a lone surrogate is one character of three bytes', () => {
  expect(place('x\ud83dy', ['x', 'ï', '¿½', 'y'])).toEqual([
    [0, 1],
    [1, 2],
    [1, 2],
    [2, 3],
  ]);
});

test('the mark at the end of a word is no character, and spaces left out are passed over', () => {
  expect(place('a  cat', ['a</w>', 'c', 'at</w>'], '</w>')).toEqual([
    [0, 1],
    [3, 4],
    [4, 6],
  ]);
});

test('a piece that is not in the text has no width and loses nobody their place', () => {
  expect(place('ab', ['a', 'q', 'b'])).toEqual([
    [0, 1],
    [1, 1],
    [1, 2],
  ]);
});
