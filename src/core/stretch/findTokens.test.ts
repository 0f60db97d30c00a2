import { expect, test } from 'vitest';
import { tokensOf } from '../../../gallery/tokens.ts';
import { findTokens } from './findTokens.ts';

const TOKENS = tokensOf([
  '<|endoftext|>',
  'The',
  ' un',
  'believ',
  'able',
  ' ban',
  'ana',
  ' sat',
  ' on',
  ' the',
  ' bank',
  '.',
]);

test.each([
  ['the', [1, 9]],
  ['THE', [1, 9]],
  ['  bank ', [10]],
  ['unbelievable', [2]],
  ['able', [4]],
  ['ba', [5, 10]],
  ['an', [5, 6, 10]],
  ['on the bank', [8]],
  ['end', [0]],
  ['theun', []],
  ['', []],
  [' ', []],
] as const)('“%s” begins in the tokens %j', (wanted, positions) => {
  expect(findTokens(TOKENS, wanted)).toEqual(positions);
});
