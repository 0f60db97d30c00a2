import { expect, test } from 'vitest';
import { chipWord, tagTitle } from './headTag.ts';

const TAG = {
  says: 'looks one word back',
  chip: 'one word back',
  short: 'back',
  name: 'previous token',
  score: '0.97',
} as const;

test.each([
  [200, 'looks one word back'],
  [112, 'one word back'],
  [60, 'back'],
  [10, 'back'],
])('a chip of %i pixels has room for "%s"', (width, words) => {
  expect(chipWord(TAG, width, 16)).toBe(words);
});

test('larger letters leave room for fewer words', () => {
  expect(chipWord(TAG, 112, 20)).toBe('back');
});

test('the technical name and the number stand behind the plain words, and not twice', () => {
  expect(tagTitle(TAG)).toBe('looks one word back (previous token 0.97)');
  expect(tagTitle({ says: 'no clear pattern', name: 'no clear pattern', score: '' })).toBe('no clear pattern');
  expect(tagTitle({ says: 'too short to tell', name: 'too short to tell', score: '' })).toBe('too short to tell');
});
