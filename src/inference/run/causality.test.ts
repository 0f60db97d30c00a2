import { expect, test } from 'vitest';
import type { AttentionTensor } from '../../core/tensor.ts';
import { looksCausal } from './causality.ts';

/** Even attention over the keys that `sees` allows; 2 layers, 3 heads. */
function even(nQueries: number, nKeys: number, sees: (query: number, key: number) => boolean): AttentionTensor {
  const data: number[] = [];
  for (let head = 0; head < 2 * 3; head++) {
    for (let query = 0; query < nQueries; query++) {
      const row = Array.from({ length: nKeys }, (_, key) => (sees(query, key) ? 1 : 0));
      const total = row.reduce<number>((a, b) => a + b, 0);
      data.push(...row.map((value) => value / total));
    }
  }
  return { kind: 'decoder', nLayers: 2, nHeads: 3, nQueries, nKeys, data: Float32Array.from(data) };
}

const causal = even(4, 4, (query, key) => key <= query);

test('a lower triangle is causal', () => {
  expect(looksCausal(causal)).toBe(true);
});

test('an upper triangle and a full square are not', () => {
  expect(looksCausal(even(4, 4, (query, key) => key >= query))).toBe(false);
  expect(looksCausal(even(4, 4, () => true))).toBe(false);
});

test('one weight on a later key in the last head is enough', () => {
  const data = causal.data.slice();
  data[data.length - 4 - 1] = 1e-6;
  expect(looksCausal({ ...causal, data })).toBe(false);
});

test('earlier keys from a cache come before the first query', () => {
  expect(looksCausal(even(3, 5, (query, key) => key <= query + 2))).toBe(true);
  expect(looksCausal(even(3, 5, (query, key) => key <= query + 3))).toBe(false);
});

test('a single token tells nothing', () => {
  expect(looksCausal(even(1, 1, () => true))).toBe(false);
});
