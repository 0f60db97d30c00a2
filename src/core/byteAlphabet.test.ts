import { expect, test } from 'vitest';
import { bytesOfPiece, joinedText, readableBytes } from './byteAlphabet.ts';

test('each byte has one letter, and the table has the published landmarks', () => {
  const bytes = Array.from({ length: 0x200 }, (_, code) => bytesOfPiece(String.fromCharCode(code))?.[0]);
  expect(bytes.filter((byte) => byte !== undefined).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 256 }, (_, byte) => byte),
  );
  expect(bytesOfPiece('ĠĊAĀġŃÿ')).toEqual([0x20, 0x0a, 0x41, 0x00, 0x7f, 0xad, 0xff]);
});

test('a piece is its bytes, or null with a letter of no byte', () => {
  expect(bytesOfPiece('Ġé')).toEqual([0x20, 0xe9]);
  expect(bytesOfPiece('▁the')).toBeNull();
});

test('whole characters read as themselves, other bytes as numbers, runs together', () => {
  expect(readableBytes([0x20, 0x61])).toBe(' a');
  expect(readableBytes([0xe2, 0x98, 0x83, 0x21])).toBe('☃!');
  expect(readableBytes([0xef, 0xbb, 0xbf])).toBe('\ufeff');
  expect(readableBytes([0x20, 0xf0, 0x9f])).toBe(' <F0 9F>');
  expect(readableBytes([0x98, 0x61, 0xe2])).toBe('<98>a<E2>');
  expect(readableBytes([])).toBe('');
});

test.each([
  [['<F0 9F>', '<98>', '<80>'], '😀'],
  [[' <D0>', '<B2>', 'a'], ' вa'],
  [['<E2>', ' ', '<82>'], '<E2> <82>'],
  // What a person has typed.
  [['<', '41', '>', '<', '42', '>'], '<41><42>'],
])('%j are of one text: %j', (texts, whole) => {
  expect(joinedText(texts)).toBe(whole);
});
