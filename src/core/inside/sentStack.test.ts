import { expect, test } from 'vitest';
import { sentStack } from './sentStack.ts';

/** Two layers of one head, two queries, three keys. */
const PATTERNS = {
  kind: 'cross',
  nLayers: 2,
  nHeads: 1,
  nQueries: 2,
  nKeys: 3,
  data: Float32Array.of(0.5, 0.5, 0, 0.25, 0.25, 0.5, 1, 0, 0, 0, 0, 1),
} as const;
const LENGTHS = { nLayers: 2, nHeads: 1, nKeys: 3, data: Float32Array.of(2, 4, 8, 1, 16, 0), refused: [] } as const;

test('weight x length of every head stands on one scale, which the largest of all ends', () => {
  const { tensor, max } = sentStack(PATTERNS, LENGTHS);
  // Row by row: 0.5 x 2, 0.5 x 4, 0 x 8; 0.25 x 2, 0.25 x 4, 0.5 x 8; 1 x 1, 0, 0; 0, 0, 1 x 0.
  expect(max).toBe(4);
  expect([...tensor.data].map((share) => share * max)).toEqual([1, 2, 0, 0.5, 1, 4, 1, 0, 0, 0, 0, 0]);
  expect({ ...tensor, data: null }).toEqual({ ...PATTERNS, data: null });
});

test('where nothing is sent all of it is 0', () => {
  const { tensor, max } = sentStack(PATTERNS, { ...LENGTHS, data: new Float32Array(6) });
  expect([max, ...tensor.data]).toEqual(Array(13).fill(0));
});

test('lengths of another stack are refused', () => {
  expect(() => sentStack(PATTERNS, { ...LENGTHS, nKeys: 2 })).toThrow('another stack');
});
