import { expect, test } from 'vitest';
import type { StoredLayer } from '../../core/cost/prunedSize.ts';
import { prunedWords } from './prunedWords.ts';
import type { StoredModel } from './prunedWords.ts';

const part = { numbers: 40_000, bytes: 80_000, at: ':0', channels: 64 };
const LAYER: StoredLayer = {
  kind: 'decoder',
  nHeads: 8,
  weights: { query: part, key: part, value: part, output: part },
};
const STORED: StoredModel = {
  layers: [LAYER],
  attention: { numbers: 160_000, bytes: 320_000 },
  total: { numbers: 800_000, bytes: 1_600_000 },
};
const off = (head: number, keep = 0) => ({ kind: null, layer: 0, head, keep });

test('says bytes, parameters and their shares, and what all of attention is', () => {
  // Two of eight heads: a quarter of 160,000 numbers of two bytes.
  const words = prunedWords(STORED, [off(0), off(5)]);
  expect(words).toContain('these 2 heads would make the file 80 KB smaller, 5 % of 1.6 MB');
  expect(words).toContain('save 40,000 of its 800,000 stored numbers');
  expect(words).toContain('20 % of the file');
  expect(prunedWords(STORED, [off(1)])).toContain('this head would make the file 40 KB smaller');
});

test('says nothing of heads that are turned down to a part, of none, and of a model that does not tell', () => {
  expect(prunedWords(STORED, [off(0, 0.5)])).toBe('');
  expect(prunedWords(STORED, [])).toBe('');
  expect(prunedWords(null, [off(0)])).toBe('');
});
