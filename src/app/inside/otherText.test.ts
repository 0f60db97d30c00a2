import { expect, test } from 'vitest';
import { otherText } from './otherText.ts';

test.each([
  ['The boy sprinted to the bank.', 'The girl sprinted to the bank.'],
  ['She said he was late.', 'She said she was late.'],
  ['the third of March, 1998', 'the third of April, 1998'],
  // A part of a word is no word.
  ['Herrings swim backwards.', 'Herrings swim backwards.'],
  ['12 7 9', '12 7 9'],
])('%s is held against: %s', (text, other) => {
  expect(otherText(text)).toBe(other);
});
