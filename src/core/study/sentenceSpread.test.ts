import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentenceSpreads } from './sentenceSpread.ts';
import { makeAnswers, makeSummary } from './testing/studies.ts';

fc.configureGlobal({ seed: 20_261_121 });

test('a rank is one more than the variants of larger effect in the same sentence', () => {
  // Few values, so that some are alike; as many lists as variants, as many values as sentences.
  const effects = fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 3, maxLength: 3 }), { minLength: 1 });
  fc.assert(
    fc.property(effects, (lists) => {
      const study = makeAnswers(
        lists.map(() => ({ mode: 'mean', heads: [] })),
        lists.map((list) => list.map((meanKl) => makeSummary({ meanKl }))),
      );
      const spreads = sentenceSpreads(study, new Set([0, 2]), ({ meanKl }) => meanKl);
      for (const [variant, list] of lists.entries()) {
        const ranks = [0, 2].map((input) => 1 + lists.filter((other) => other[input]! > list[input]!).length);
        expect(spreads[variant]).toMatchObject({
          firstRank: Math.min(...ranks),
          lastRank: Math.max(...ranks),
          count: 2,
        });
      }
    }),
  );
});
