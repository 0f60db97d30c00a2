import { describe, expect, test } from 'vitest';
import type { Token } from '../tokens.ts';
import { wordSums } from './wordSums.ts';

/** Tokens of a text as pieces of it, in order; "" is a special token. */
function tokensOf(pieces: readonly string[]): { readonly tokens: readonly Token[]; readonly text: string } {
  let at = 0;
  const tokens = pieces.map((piece, position): Token => {
    const start = at;
    at += piece.length;
    return { position, id: position, piece, text: piece, start, end: at, special: piece === '', segment: 0 };
  });
  return { tokens, text: pieces.join('') };
}

const SAD = tokensOf(['', 'He', ' was', ' sad', '.']);

/** Even over what a causal model lets each row see. */
const even = Float32Array.from({ length: 25 }, (_, cell) => {
  const [query, key] = [Math.floor(cell / 5), cell % 5];
  return key > query ? 0 : 1 / (query + 1);
});
/** All on the token before. */
const previous = Float32Array.from({ length: 25 }, (_, cell) => {
  const [query, key] = [Math.floor(cell / 5), cell % 5];
  return key === Math.max(0, query - 1) ? 1 : 0;
});

describe('what goes to listed words of a sentence', () => {
  const causal = { ...SAD, heads: [even, previous], isCausal: true };
  const sums = wordSums(causal, new Set(['sad']));

  test('of a causal model is of the one row behind the word, which sees one such key of four that are not itself', () => {
    expect([sums.nWords, sums.nRows, sums.chance]).toEqual([1, 1, 1 / 4]);
    expect(sums.attention[0]).toBeCloseTo(1 / 5, 6);
    expect(sums.attention[1]).toBe(1);
  });

  test('stands beside what goes to other words, by distance: one back twice, two back twice, three back once', () => {
    // Classes: 9 or further back, 8, ..., 1 back, then 1 ahead and on.
    const [three, two, one] = [6, 7, 8];
    expect([...sums.listedAt].map((n, at) => (n > 0 ? at : -1)).filter((at) => at >= 0)).toEqual([one]);
    expect([sums.othersAt[three], sums.othersAt[two], sums.othersAt[one]]).toEqual([1, 2, 2]);
    expect(sums.othersAt.reduce((a, b) => a + b)).toBe(5);
    // Even: rows of "was" and "sad" one back, 1/3 and 1/4; of "sad" and "." two back, 1/4 and 1/5.
    expect(sums.attentionAt[one]).toBeCloseTo(1 / 3 + 1 / 4, 6);
    expect(sums.attentionAt[two]).toBeCloseTo(1 / 4 + 1 / 5, 6);
    expect(sums.attentionAt[18 + one]).toBe(2);
    expect(sums.attentionAt[18 + two]).toBe(0);
  });

  test('of a model that sees both ways is of all rows but its own', () => {
    const all = new Float32Array(25).fill(1 / 5);
    const both = wordSums({ ...SAD, heads: [all], isCausal: false }, new Set(['sad']));
    expect([both.nRows, both.nWords]).toEqual([3, 1]);
    expect(both.chance).toBeCloseTo(3 / 4, 12);
    expect(both.attention[0]).toBeCloseTo(3 / 5, 6);
  });

  test('in pieces is not looked at by itself', () => {
    const pieces = tokensOf(['', 'So', ' jeal', 'ous']);
    const heads = [new Float32Array(16).fill(0.25)];
    const none = wordSums({ ...pieces, heads, isCausal: true }, new Set(['jealous']));
    expect([none.nRows, none.nWords, none.attention[0]]).toEqual([0, 0, 0]);
    const both = wordSums({ ...pieces, heads, isCausal: false }, new Set(['jealous']));
    // "So" alone sees it, by two of its three other keys.
    expect([both.nRows, both.nWords, both.chance]).toEqual([1, 1, 2 / 3]);
    expect(both.attention[0]).toBeCloseTo(0.5, 6);
  });

  test('is nothing where the word stands first in a causal model that rests there', () => {
    const first = tokensOf(['Sad', ' was', ' he']);
    const none = wordSums({ ...first, heads: [new Float32Array(9).fill(1 / 3)], isCausal: true }, new Set(['sad']));
    expect([none.nRows, none.nWords]).toEqual([0, 0]);
  });
});
