import { expect, test } from 'vitest';
import type { HeadWords, WordsFound } from '../../core/words/wordsFound.ts';
import { foundWords } from './foundWords.ts';

const head = (place: number, beyond: number, standsOut: boolean): HeadWords => ({
  head: place,
  attention: 0.1 + beyond,
  byPlace: 0.1,
  beyond,
  nMoreThanChance: 9,
  nMoreThanPlace: 9,
  p: standsOut ? 0.001 : 1,
  standsOut,
});

const found = (heads: readonly HeadWords[], nSentences = 20): WordsFound => ({
  nSentences,
  nWords: nSentences + 1,
  chance: 0.08,
  nNeeded: 7,
  heads,
});

const TWO_HEADS = { nHeads: 2 } as const;

test('heads that stand out are named, the largest first, and what may not be concluded is said', () => {
  const [basis, named, limits] = foundWords(
    found([head(0, 0, false), head(1, 0.2, true), head(2, 0.3, true)]),
    TWO_HEADS,
  );
  expect(basis).toContain('21 such words in 20 sentences');
  expect(named).toMatch(/^2 of 3 heads stand out: L1H0 \(0\.40, .* 0\.10\), L0H1 \(0\.30, /);
  expect(limits).toContain('no proof');
});

test('where none stands out that is said, with the nearest', () => {
  const lines = foundWords(found([head(0, 0.01, false), head(1, 0.02, false)]), TWO_HEADS);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toMatch(/^No head stands out\. Nearest comes L0H1, with 0\.12/);
});

test('too few sentences tell nothing, and it says how many are needed', () => {
  const lines = foundWords(found([head(0, 0.5, false)], 5), TWO_HEADS);
  expect(lines.join(' ')).toContain('it takes 7 sentences');
  expect(lines.join(' ')).not.toContain('stands out');
  expect(foundWords(found([head(0, 0, false)], 0), TWO_HEADS).join(' ')).toContain('nothing to measure');
});
