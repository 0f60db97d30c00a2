import { describe, expect, test } from 'vitest';
import { patienceFor, shownPass } from './patience.ts';
import type { RunInput } from '../protocol.ts';

const letters = (n: number): RunInput => ({ kind: 'text', text: 'a'.repeat(n), pair: null });

describe('the patience with a worker', () => {
  /** 15 tokens out of 60 letters in 100 ms. */
  const shown = shownPass(100, 15, letters(60));

  test('is two seconds where nothing is under way, however slow the model, and where no model has shown anything', () => {
    expect(patienceFor(shownPass(9000, 15, letters(60)), [], 256)).toBe(2000);
    expect(patienceFor(null, [letters(60)], 256)).toBe(2000);
  });

  test('is two seconds and five passes over an input as long as the last, or shorter', () => {
    expect(patienceFor(shown, [letters(60)], 256)).toBe(2500);
    expect(patienceFor(shown, [letters(3)], 256)).toBe(2500);
  });

  test('grows with the tokens that the letters will come to, by the longest input, up to where the model cuts', () => {
    expect(patienceFor(shown, [letters(240), letters(60)], 256)).toBe(2000 + 500 * 8);
    expect(patienceFor(shown, [letters(1e6)], 60)).toBe(2000 + 500 * 8);
  });

  test('does not shrink by a token that was run alone', () => {
    const written: RunInput = { kind: 'text', text: 'a'.repeat(60), pair: null, written: [1, 2] };
    expect(shownPass(5, 17, written, shown)).toBe(shown);
    expect(shownPass(130, 17, written, shown)).toMatchObject({ ms: 130, nLetters: 68 });
    expect(shownPass(5, 15, letters(60), shown).ms).toBe(5);
  });

  test('is the same for all pictures, and counts ids as they are', () => {
    const pixels = new Uint8ClampedArray(4);
    const picture: RunInput = { kind: 'image', name: 'i', width: 1, height: 1, pixels };
    expect(patienceFor(shownPass(100, 197, picture), [picture], 197)).toBe(2500);
    const ids = (n: number): RunInput => ({ kind: 'ids', ids: Array.from({ length: n }, () => 1) });
    expect(patienceFor(shownPass(100, 4, ids(4)), [ids(16)], 64)).toBe(2000 + 500 * 8);
  });
});
