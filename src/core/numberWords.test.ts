import { expect, test } from 'vitest';
import { counted, probabilityPair, probabilityPercent } from './numberWords.ts';

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

test.each([
  // As many decimals each, two digits for the larger.
  [0.427, 0.0434, '43 %', '4 %'],
  [0.0434, 0.4271, '4 %', '43 %'],
  [0.0434, 0.0021, '4.3 %', '0.2 %'],
  [0.00006, 0.000024, '0.006 %', '0.002 %'],
  [0.0031, 0.00094, '0.31 %', '0.09 %'],
  // One digit more where two would not tell them apart, and never more than three.
  [0.4312, 0.4285, '43.1 %', '42.9 %'],
  [0.43, 0.43, '43 %', '43 %'],
  [0.430001, 0.430002, '43.000 %', '43.000 %'],
  // Nothing by so many decimals.
  [0.427, 0.000024, '43 %', '< 1 %'],
  [0.0002, 1e-7, '0.020 %', '< 0.001 %'],
  [1e-8, 0, '< 0.001 %', '< 0.001 %'],
])('%d before and %d after read %s and %s', (before, after, ...words) => {
  expect(probabilityPair(before, after)).toEqual(words);
});
