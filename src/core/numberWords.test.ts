import { expect, test } from 'vitest';
import { counted, probabilityPercent } from './numberWords.ts';

test.each([
  [0, '0 tokens'],
  [1, '1 token'],
  [2, '2 tokens'],
])('%i of a thing are %s', (count, words) => {
  expect(counted(count, 'token')).toBe(words);
});

test.each([
  [1, '100 %'],
  [0.427, '43 %'],
  [0.0996, '10 %'],
  [0.0434, '4.3 %'],
  [0.04, '4 %'],
  [0.000434, '0.043 %'],
  [1e-6, '< 0.001 %'],
  [0, '< 0.001 %'],
])('a probability of %d reads %s', (probability, words) => {
  expect(probabilityPercent(probability)).toBe(words);
});
