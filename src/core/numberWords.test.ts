import { expect, test } from 'vitest';
import { counted } from './numberWords.ts';

test.each([
  [0, '0 tokens'],
  [1, '1 token'],
  [2, '2 tokens'],
])('%i of a thing are %s', (count, words) => {
  expect(counted(count, 'token')).toBe(words);
});
