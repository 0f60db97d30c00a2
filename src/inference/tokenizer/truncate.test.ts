import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestFirst } from './truncate.ts';

test('is the same as taking one token at a time from the longer text, from the pair where both are equal', () => {
  const count = fc.nat({ max: 30 });
  fc.assert(
    fc.property(count, count, count, (nText, nPair, budget) => {
      let [text, pair] = [nText, nPair];
      while (text + pair > budget) {
        if (text > pair) text -= 1;
        else pair -= 1;
      }
      expect(longestFirst(nText, nPair, budget)).toEqual([text, pair]);
    }),
    { seed: 3, numRuns: 2000 },
  );
});
