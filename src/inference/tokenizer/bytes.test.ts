import { expect, test } from 'vitest';
import { fallbackByte } from './bytes.ts';

test('only <0x..> with two digits is a byte piece', () => {
  expect(['<0xE2>', '<0x0a>', '<0xE>', 'x<0xE2>'].map(fallbackByte)).toEqual([0xe2, 0x0a, null, null]);
});
