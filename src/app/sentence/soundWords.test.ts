import { expect, test } from 'vitest';
import { cutWords, heardWords } from './soundWords.ts';

test.each([
  [{ seconds: 0.5, givenSeconds: 0.5, wholeSeconds: 0.5 }, 'a.wav: 0.5 s'],
  [{ seconds: 30, givenSeconds: 4.256, wholeSeconds: 4.256 }, 'a.wav: 4.26 s, then silence up to 30 s'],
  [{ seconds: 30, givenSeconds: 30, wholeSeconds: 61 }, 'a.wav: only its first 30 s of 61 s are heard'],
])('%j: %s', (sound, words) => {
  expect(heardWords('a.wav', sound)).toBe(words);
});

test('a target that goes on is told, and no other', () => {
  const targetTokens = [0, 1].map((position) => {
    return { position, id: 7, piece: 'a', text: 'a', start: 0, end: 1, special: false, segment: 1 } as const;
  });
  const cut = { nTokensWanted: 3, segment: 1, offset: 2 } as const;
  expect(cutWords({ cut, targetTokens })).toBe('; the target goes on: only its first 2 tokens are shown');
  expect([cutWords({ cut: null, targetTokens }), cutWords({ cut, targetTokens: null })]).toEqual(['', '']);
});
