import { describe, expect, test } from 'vitest';
import { LABEL_IDS } from './report.ts';
import type { LabelId, LabelScore } from './report.ts';
import { chipWords, LABEL_WORDS, ofPiece } from './words.ts';

type Told = Pick<LabelScore, 'label' | 'offset' | 'word'>;

test.each<[LabelId, string]>([
  ['previous', 'looks one word back'],
  ['next', 'looks one word ahead'],
  ['self', 'looks at itself'],
  ['local', 'looks at words nearby'],
  ['first', 'rests on the first token'],
  ['same_token', 'looks at the same word elsewhere'],
  ['induction', 'looks at what came after this word before'],
  ['broad', 'spreads out'],
  ['uniform', 'looks everywhere alike'],
  ['heterogeneous', 'no clear pattern'],
])('a chip for %s says "%s"', (label, says) => {
  expect(chipWords({ label }, undefined).says).toBe(says);
});

test.each<[Told, string, string]>([
  [{ label: 'delimiter', word: '[CLS]' }, 'rests on [CLS]', 'rests on [CLS]'],
  [{ label: 'delimiter' }, 'rests on special tokens', 'rests on specials'],
  [{ label: 'vertical', word: ' bank' }, 'looks at one word: bank, in this sentence', 'one word: bank'],
  [{ label: 'offset', offset: -3 }, 'looks 3 words back', '3 words back'],
  [{ label: 'offset', offset: 2 }, 'looks 2 words ahead', '2 words ahead'],
  [{ label: 'vertical', word: 'patch 3,3' }, 'looks at patch 3,3, in this picture', 'patch 3,3'],
  // What leaves no mark is named, what runs from right to left turns nothing round, and a long word is cut.
  [{ label: 'vertical', word: '\u200b' }, 'looks at one word: <200B>, in this sentence', 'one word: <200B>'],
  [
    { label: 'vertical', word: 'שלום' },
    'looks at one word: \u2068שלום\u2069, in this sentence',
    'one word: \u2068שלום\u2069',
  ],
  [
    { label: 'vertical', word: 'Donaudampfschifffahrt' },
    'looks at one word: Donaudampfschifff…, in this sentence',
    'one word: Donaudampfschifff…',
  ],
])('%j is told with the word that it is about', (told, says, chip) => {
  expect(chipWords(told, undefined)).toMatchObject({ says, chip });
});

describe('words that describe the sentence rather than the head', () => {
  test('say so', () => {
    const ofSentence = LABEL_IDS.filter((label) => LABEL_WORDS[label].says.includes('in this sentence'));
    expect(ofSentence).toEqual(['punctuation', 'vertical', 'long_range']);
  });
});

test.each([
  ['patch', 'Patches look at patches one patch back, in this picture'],
  ['moment', 'Moments look at moments one moment back, in this sound'],
] as const)('where tokens are a %s no word and no sentence is spoken of', (piece, said) => {
  const told = LABEL_IDS.flatMap((label) => {
    const { says, chip, rule } = LABEL_WORDS[label];
    return [says, chip, rule].map((words) => ofPiece(words, piece));
  });
  expect(told.filter((words) => /word|sentence|patchs/i.test(words))).toEqual([]);
  expect(ofPiece('Words look at words one word back, in this sentence', piece)).toBe(said);
});

test('a lean follows the words of a chip, by its technical name too', () => {
  expect(chipWords({ label: 'broad' }, { label: 'self' })).toEqual({
    says: 'spreads out, leans: itself',
    chip: 'leans: itself',
    short: 'itself?',
    name: 'broad, leans: self',
  });
  expect(chipWords({ label: 'heterogeneous' }, { label: 'offset', offset: -2 }).says).toBe(
    'no clear pattern, leans: 2 words back',
  );
  expect(chipWords({ label: 'self' }, undefined).says).toBe('looks at itself');
});

test('every label has words of its own, the shorter no longer than the longer', () => {
  const all = LABEL_IDS.map((label) => LABEL_WORDS[label]);
  expect(new Set(all.map(({ says }) => says)).size).toBe(LABEL_IDS.length);
  expect(all.filter(({ says, chip, short }) => chip.length > says.length || short.length > chip.length)).toEqual([]);
});
