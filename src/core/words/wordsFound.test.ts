import { describe, expect, test } from 'vitest';
import type { WordSums } from './wordSums.ts';
import { nearestOf, wordsFound } from './wordsFound.ts';

/** A sentence of two rows, each with one of five keys on a listed word, one back; two other words lie one back, two lie two back. */
function sentence(attention: readonly number[], others: readonly (readonly [near: number, far: number])[]): WordSums {
  const at = (far: number, near: number) => Float64Array.of(far, near);
  return {
    nWords: 1,
    nRows: 2,
    chance: 2 / 5,
    attention: Float64Array.from(attention),
    listedAt: at(0, 2),
    othersAt: at(2, 2),
    attentionAt: Float64Array.from(others.flatMap(([near, far]) => [far, near])),
  };
}

const many = (n: number, one: WordSums): readonly WordSums[] => Array.from({ length: n }, () => one);

describe('heads and some words', () => {
  // Of two rows: the first head gives 0.8 each to listed words and 0.1 to others one back; the second 0.7 to whatever is one back; the third nothing.
  const sums = many(
    12,
    sentence(
      [1.6, 1.4, 0],
      [
        [0.2, 0.2],
        [1.4, 0],
        [0, 0],
      ],
    ),
  );
  const found = wordsFound(sums, 3);

  test('are held against chance and against other words in the same places, as means of sentences', () => {
    expect([found.nSentences, found.nWords]).toEqual([12, 12]);
    expect(found.chance).toBeCloseTo(0.2, 12);
    const [first, second, third] = found.heads;
    expect([first!.attention, first!.byPlace, first!.beyond].map((one) => +one.toFixed(6))).toEqual([0.8, 0.1, 0.6]);
    expect([second!.attention, second!.byPlace, second!.beyond].map((one) => +one.toFixed(6))).toEqual([0.7, 0.7, 0]);
    expect(third!.beyond).toBeCloseTo(-0.2, 12);
  });

  test('stand out only by more than both: a head of one place does not, whatever stands there', () => {
    expect(found.heads.map(({ standsOut }) => standsOut)).toEqual([true, false, false]);
    // Three heads, twelve sentences of twelve: 3 x 2 / 2^12.
    expect(found.heads[0]!.p).toBeCloseTo(6 / 4096, 12);
    expect(found.heads[1]!.p).toBe(1);
    expect(nearestOf(found)?.head).toBe(0);
  });

  test('stand out in no fewer sentences than the number of heads asks for', () => {
    // 2 / 2^n times the heads is at most 0.05: 6 for one head, 11 for 32, 13 for 144.
    const needed = (nHeads: number): number => wordsFound([], nHeads).nNeeded;
    expect([1, 32, 144].map(needed)).toEqual([6, 11, 13]);
    const few = wordsFound(sums.slice(0, needed(3) - 1), 3);
    expect(few.heads.some(({ standsOut }) => standsOut)).toBe(false);
    expect(wordsFound(sums.slice(0, needed(3)), 3).heads[0]!.standsOut).toBe(true);
  });

  test('do not stand out by a difference that is sure and small', () => {
    // 0.25 where chance is 0.2: in all sentences, and not one and a half times as much.
    const little = wordsFound(many(40, sentence([0.5], [[0.1, 0]])), 1);
    expect(little.heads[0]!.p).toBeLessThan(1e-9);
    expect(little.heads[0]!.standsOut).toBe(false);
  });

  test('without a row that sees such a word are not judged', () => {
    const none = wordsFound([{ ...sentence([0], [[0, 0]]), nRows: 0, nWords: 0 }], 1);
    expect([none.nSentences, none.heads[0]!.standsOut, nearestOf(none)]).toEqual([0, false, null]);
  });
});
