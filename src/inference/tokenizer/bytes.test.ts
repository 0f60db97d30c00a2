import { expect, test } from 'vitest';
import { LETTER_OF_BYTE, bytesOfPiece, fallbackByte, readableBytes } from './bytes.ts';

test('the byte table is one to one and has the published landmarks', () => {
  expect(new Set(LETTER_OF_BYTE).size).toBe(256);
  expect([0x20, 0x0a, 0x41, 0x00, 0x7f, 0xad, 0xff].map((byte) => LETTER_OF_BYTE[byte])).toEqual([
    'Ġ',
    'Ċ',
    'A',
    'Ā',
    'ġ',
    'Ń',
    'ÿ',
  ]);
});

test('a piece is its bytes, or null with a letter of no byte', () => {
  expect(bytesOfPiece('Ġé')).toEqual([0x20, 0xe9]);
  expect(bytesOfPiece('▁the')).toBeNull();
});

test('only <0x..> with two digits is a byte piece', () => {
  expect(['<0xE2>', '<0x0a>', '<0xE>', 'x<0xE2>'].map(fallbackByte)).toEqual([0xe2, 0x0a, null, null]);
});

test('whole characters read as themselves, other bytes as numbers, runs together', () => {
  expect(readableBytes([0x20, 0x61])).toBe(' a');
  expect(readableBytes([0xe2, 0x98, 0x83, 0x21])).toBe('☃!');
  expect(readableBytes([0xef, 0xbb, 0xbf])).toBe('\ufeff');
  expect(readableBytes([0x20, 0xf0, 0x9f])).toBe(' <F0 9F>');
  expect(readableBytes([0x98, 0x61, 0xe2])).toBe('<98>a<E2>');
  expect(readableBytes([])).toBe('');
});
