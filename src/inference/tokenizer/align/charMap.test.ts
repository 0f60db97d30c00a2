import { describe, expect, test } from 'vitest';
import { mapNormalised } from './charMap.ts';
import type { Normaliser } from './charMap.ts';

const llama: Normaliser = (text) => '▁' + text.replaceAll(' ', '▁');
const strip: Normaliser = (text) => text.trim().toLowerCase();
const squeeze: Normaliser = (text) => text.replace(/ {2,}/g, ' ');
const bare: Normaliser = (text) => text.normalize('NFD').replace(/\p{Mn}/gu, '');
const nfkc: Normaliser = (text) => text.normalize('NFKC');

/** [normalised character, its source] */
const pairs = (text: string, normalise: Normaliser) => {
  const mapped = mapNormalised(text, normalise);
  expect(mapped.text).toBe(normalise(text));
  return Array.from(mapped.text, (letter, i) => [letter, text.slice(mapped.starts[i], mapped.ends[i])]);
};

describe('NFKC', () => {
  test('one character to several: all know the one', () => {
    expect(pairs('aﬁb', nfkc)).toEqual([
      ['a', 'a'],
      ['f', 'ﬁ'],
      ['i', 'ﬁ'],
      ['b', 'b'],
    ]);
  });

  test('several characters to one: the one knows all', () => {
    expect(pairs('e\u0301x', nfkc)).toEqual([
      ['é', 'e\u0301'],
      ['x', 'x'],
    ]);
    expect(pairs('\u1112\u1161\u11abx', nfkc)).toEqual([
      ['한', '\u1112\u1161\u11ab'],
      ['x', 'x'],
    ]);
    expect(pairs('ｶﾞｶ', nfkc)).toEqual([
      ['ガ', 'ｶﾞ'],
      ['カ', 'ｶ'],
    ]);
  });
});

describe('normalizers that see the whole text', () => {
  test('a prefix has no source', () => {
    expect(pairs('a b', llama)).toEqual([
      ['▁', ''],
      ['a', 'a'],
      ['▁', ' '],
      ['b', 'b'],
    ]);
  });

  test('stripped ends leave the middle in place', () => {
    expect(pairs('  A b ', strip)).toEqual([
      ['a', 'A'],
      [' ', ' '],
      ['b', 'b'],
    ]);
  });

  test('merged runs keep the order and find the next letter again', () => {
    expect(pairs('a   b c', squeeze)).toEqual([
      ['a', 'a'],
      [' ', ' '],
      ['b', 'b'],
      [' ', ' '],
      ['c', 'c'],
    ]);
  });
});

test('dropped marks join the letter before them', () => {
  expect(pairs('xe\u0301y', bare)).toEqual([
    ['x', 'x'],
    ['e', 'e\u0301'],
    ['y', 'y'],
  ]);
});

test('both halves of a surrogate pair know the whole character', () => {
  const mapped = mapNormalised('😀', (text) => text);
  expect([...mapped.starts, ...mapped.ends]).toEqual([0, 0, 2, 2]);
});
