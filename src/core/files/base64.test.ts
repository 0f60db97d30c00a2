import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Parts, decodeBase64, encodeBase64 } from './base64.ts';

fc.configureGlobal({ seed: 20_261_121 });

test.each([
  ['', ''],
  ['f', 'Zg=='],
  ['fo', 'Zm8='],
  ['foo', 'Zm9v'],
  ['foob', 'Zm9vYg=='],
  ['fooba', 'Zm9vYmE='],
  ['foobar', 'Zm9vYmFy'],
])('"%s" is "%s", as RFC 4648 section 10 has it', (text, base64) => {
  const bytes = new TextEncoder().encode(text);
  expect(encodeBase64(bytes)).toBe(base64);
  expect(decodeBase64(base64)).toEqual(bytes);
});

test('any bytes are written as Node writes them, and read back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const base64 = encodeBase64(bytes);
      expect(base64).toBe(Buffer.from(bytes).toString('base64'));
      expect(decodeBase64(base64)).toEqual(bytes);
    }),
  );
});

test.each([24_575, 24_576, 24_577, 100_000])('%i bytes, which take several pieces, come out as one text', (length) => {
  const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 8)) & 255);
  const base64 = encodeBase64(bytes);
  expect(base64 === Buffer.from(bytes).toString('base64')).toBe(true);
  expect(Buffer.compare(decodeBase64(base64), bytes)).toBe(0);
});

test('a long text comes in pieces of at most 32,768 letters', () => {
  const bytes = Uint8Array.from({ length: 60_000 }, (_, at) => at & 255);
  const parts = [...base64Parts(bytes)];
  expect(parts.map(({ length }) => length)).toEqual([32_768, 32_768, 14_464]);
  expect(parts.join('') === Buffer.from(bytes).toString('base64')).toBe(true);
});

test('a view on a longer array is written alone', () => {
  expect(encodeBase64(new Uint8Array([9, 102, 111, 111, 9]).subarray(1, 4))).toBe('Zm9v');
});

test.each(['Zm9*', 'Zm 9', 'Zm9\n', 'Zm-_', 'Zé==', 'Z=9v'])('"%s" is refused: it is not base64', (text) => {
  expect(() => decodeBase64(text)).toThrow(RangeError);
});
