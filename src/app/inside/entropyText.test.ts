import { expect, test } from 'vitest';
import { entropyText } from './entropyText.ts';

test.each([
  [0, '0'],
  // L0H2 of Bookworm GPT without the scale.
  [1e-29, '0'],
  [2e-9, '2.0e−9'],
  [0.0312, '0.031'],
  [1.5, '1.50'],
  [Number.NaN, '–'],
])('an entropy of %d nats reads %s', (entropy, text) => {
  expect(entropyText(entropy)).toBe(text);
});
