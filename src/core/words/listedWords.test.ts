import { describe, expect, test } from 'vitest';
import type { Token } from '../tokens.ts';
import { countListed, placeWords, wordsOf } from './listedWords.ts';
import { LIST_IDS, listNamed, wordsWritten, writtenList } from './wordLists.ts';

const token = (position: number, start: number, end: number, special = false): Token => ({
  position,
  id: position,
  piece: '',
  text: '',
  start,
  end,
  special,
  segment: 0,
});

describe('a list of words', () => {
  test('is read however it is separated, each word once, in small letters', () => {
    expect(wordsOf("Sad, happy;  sad\nDON’T and don't, größe")).toEqual(['sad', 'happy', "don't", 'and', 'größe']);
    expect(wordsOf(' ,; ')).toEqual([]);
  });

  test('counts whole words of a text only', () => {
    expect(countListed('Sad, sadly the SAD man was not unsad.', new Set(['sad']))).toBe(2);
  });

  test('that is ready has an address of its own, and every word in it once', () => {
    for (const id of LIST_IDS) {
      expect(listNamed(writtenList(id))).toBe(id);
      const words = wordsWritten(writtenList(id));
      expect(words).toContain(', ');
      expect(wordsOf(words)).toHaveLength(words.split(',').length);
    }
    expect(listNamed('feelings')).toBeNull();
    expect(wordsWritten('feelings')).toBe('feelings');
  });
});

test('every piece of a listed word is listed, and blanks before a word or signs after it belong to no other', () => {
  // "A jealous, sad cat": <s> | A | ␣jeal | ous | , | ␣sad | ␣cat
  const tokens = [
    token(0, 0, 0, true),
    token(1, 0, 1),
    token(2, 1, 6),
    token(3, 6, 9),
    token(4, 9, 10),
    token(5, 10, 14),
    token(6, 14, 18),
  ];
  const { word, isListed } = placeWords(tokens, 'A jealous, sad cat', new Set(['jealous', 'cat']));
  expect([...word]).toEqual([-1, 0, 1, 1, -1, 2, 3]);
  expect([...isListed]).toEqual([0, 0, 1, 1, 0, 0, 1]);
});
