import { expect, test } from 'vitest';
import { normaliseBert } from './bertNormalizer.ts';

const ALL = { cleanText: true, spaceChinese: true, stripAccents: true, lowercase: true };
const CASED = { ...ALL, stripAccents: false, lowercase: false };

test('accents and case go, in composed and in decomposed text', () => {
  expect(normaliseBert('ÀÉ e\u0301 Ñ', ALL).text).toBe('ae e n');
  expect(normaliseBert('ÀÉ e\u0301', CASED).text).toBe('ÀÉ e\u0301');
  expect(normaliseBert('É', { ...ALL, stripAccents: false }).text).toBe('é');
});

test('control and format characters go, every kind of space becomes one', () => {
  expect(normaliseBert('a\0b\u200bc\ufffdd\ufeffe', ALL).text).toBe('abcde');
  expect(normaliseBert('a\tb\nc\rd\u00a0e\u3000f', ALL).text).toBe('a b c d e f');
  expect(normaliseBert('a\u200bb\tc', { ...ALL, cleanText: false }).text).toBe('a\u200bb\tc');
});

test('Chinese characters get spaces, also beyond U+FFFF, kana and Hangul do not', () => {
  expect(normaliseBert('x猫y', ALL).text).toBe('x 猫 y');
  expect(normaliseBert('𠀀𠀁', ALL).text).toBe(' 𠀀  𠀁 ');
  expect(normaliseBert('かな', ALL).text).toBe('かな');
  expect(normaliseBert('x猫y', { ...ALL, spaceChinese: false }).text).toBe('x猫y');
});

test('a capital sigma at the end of a word is an ordinary sigma', () => {
  expect(normaliseBert('ΟΔΟΣ', ALL).text).toBe('οδοσ');
});

test('each normalised character knows its source; what vanished joins its neighbour', () => {
  const { text, starts, ends } = normaliseBert('\u200bÉ\u0301\u200b x', ALL);
  expect(text).toBe('e x');
  expect([...starts]).toEqual([0, 4, 5]);
  expect([...ends]).toEqual([4, 5, 6]);
});
