import { expect, test } from 'vitest';
import { fidelityOf, fidelityVariants } from '../../core/study/fidelity.ts';
import { makeAnswers, makeSummary } from '../../core/study/testing/studies.ts';
import { fidelityWords } from './fidelityWords.ts';

const variants = fidelityVariants({ kind: null, layer: 0, head: 6, keep: 0 }, 'previous');
const study = (klMean: number, klIdeal: number) =>
  makeAnswers(variants, [[makeSummary({ meanKl: klMean })], [makeSummary({ meanKl: klIdeal })]]);

test.each([
  [0.5, 0.05, 0.9, /^Yes/],
  [0.5, 0.2, 0.6, /^For the most part/],
  [0.5, 0.4, 0.2, /^Hardly/],
  [0.5, 0.75, -0.5, /^No/],
  [0.5, 9, -1, /^No/],
  // Less than ten times the noise of 0.0001.
  [0.0009, 0, null, /^Too small to tell/],
  // Far above it where repeating gives the same bits, and still next to nothing.
  [0.0009, 0, null, /^Little to explain.*below 0.001 nats/, 0],
  [0.001, 0.0005, 0.5, /^For the most part/, 0],
])('KL %d without the head and %d with the label are told as %j', (klMean, klIdeal, value, words, meanKl = 1e-4) => {
  const found = fidelityOf({ ...study(klMean, klIdeal), floor: { meanKl, loss: 0, turn: 0 } });
  const rounded = found?.value ?? null;
  expect(rounded === null ? null : Number(rounded.toFixed(9))).toBe(value);
  expect(found === null ? '' : fidelityWords(found, 'previous token')).toMatch(words);
});
