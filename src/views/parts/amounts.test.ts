import { expect, test } from 'vitest';
import { byteWords, ratioWords, shortNumber, wholeNumber } from './amounts.ts';

test.each([
  [9999, '9,999'],
  [10_000, '10 k'],
  [262_144, '262.1 k'],
  [805_306_368, '805.3 M'],
  [1_610_612_736, '1.611 G'],
  [28_587_302_322_176, '28.59 T'],
])('%i in four digits is %s', (count, words) => {
  expect(shortNumber(count)).toBe(words);
});

test.each([
  [1023, '1,023 bytes'],
  [262_144, '256 KiB'],
  [8 * 1024 ** 2, '8 MiB'],
  [603_979_776, '576 MiB'],
  [137_438_953_472, '128 GiB'],
  [1.5 * 1024 ** 4, '1.5 TiB'],
])('%i bytes are %s', (bytes, words) => {
  expect(byteWords(bytes)).toBe(words);
});

test('whole numbers are written in full, ratios with two decimals', () => {
  expect(wholeNumber(1_048_576)).toBe('1,048,576');
  expect([8, 1, 1.1712, 0.9386, 4096].map(ratioWords)).toEqual(['8', '1', '1.17', '0.94', '4,096']);
});
