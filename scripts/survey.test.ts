import { expect, test } from 'vitest';
import { summary } from './survey/summary.ts';
import { verdictOf } from './survey/verdict.ts';

test.each([
  ['right', { differences: [1e-6, 2e-6], nTrue: 2, nShown: 3, why: [] }],
  ['part', { differences: [1e-6], nTrue: 2, nShown: 1, why: ['its windows overlap'] }],
  ['wrong', { differences: [1e-6, 1e-3], nTrue: 2, nShown: 2, why: [] }],
  ['wrong', { differences: [NaN], nTrue: 1, nShown: 1, why: [] }],
  ['no truth', { differences: [], nTrue: 0, nShown: 2, why: [] }],
] as const)('a family is %s by all of its layers', (kind, compared) => {
  expect(verdictOf(compared).kind).toBe(kind);
});

test('what is left out is told with the reason', () => {
  const { words } = verdictOf({ differences: [1e-6], nTrue: 2, nShown: 1, why: ['its windows overlap'] });
  expect(words).toBe('1 of 2 layers; its windows overlap');
});

test('families without a truth count for nothing', () => {
  const kinds = ['right', 'right', 'refused', 'no truth'] as const;
  const verdicts = kinds.map((kind) => ({ kind, words: '' }));
  expect(summary(verdicts)).toBe('2 of 3 families right (67 %); 0 part, 1 refused, 0 wrong');
});
