import { expect, test } from 'vitest';
import { heardWords } from './soundWords.ts';

test.each([
  [{ seconds: 0.5, givenSeconds: 0.5, wholeSeconds: 0.5 }, 'a.wav: 0.5 s'],
  [{ seconds: 30, givenSeconds: 4.256, wholeSeconds: 4.256 }, 'a.wav: 4.26 s, then silence up to 30 s'],
  [{ seconds: 30, givenSeconds: 30, wholeSeconds: 61 }, 'a.wav: only its first 30 s of 61 s are heard'],
])('%j: %s', (sound, words) => {
  expect(heardWords('a.wav', sound)).toBe(words);
});
