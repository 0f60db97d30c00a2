import { expect, test } from 'vitest';
import { weightSignWords } from './weightSignWords.ts';

test.each([
  [0.921, /from −1 to 1: \+0\.92\. .*does not answer the question/],
  [-0.624, /from −1 to 1: −0\.62\. /],
  [Number.NaN, /^The weights of L0H1 make nothing of bare words\.$/],
])('the sign %d of a head’s weights in words', (sign, words) => {
  expect(weightSignWords({ signs: Float32Array.of(1, sign) }, 'L0H1', 1)).toMatch(words);
});

test('until it is there it is said to come', () => {
  expect(weightSignWords(null, 'L0H1', 1)).toMatch(/^What the weights of L0H1 alone .* is being worked out/);
});

test('where it cannot be had it is said why', () => {
  expect(weightSignWords({ whyNot: 'the graph does not tell' }, 'L0H1', 1)).toMatch(
    /cannot be had: the graph does not tell\.$/,
  );
});
