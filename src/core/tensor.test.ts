import { describe, expect, test } from 'vitest';
import { patternOf } from './tensor.ts';
import type { AttentionTensor } from './tensor.ts';

/** Each number tells its own place: 1000 layer + 100 head + 10 query + key. */
const TENSOR: AttentionTensor = {
  kind: 'cross',
  nLayers: 2,
  nHeads: 3,
  nQueries: 4,
  nKeys: 5,
  data: Float32Array.from({ length: 2 * 3 * 4 * 5 }, (_, at) => {
    const [layer, head] = [Math.floor(at / 60), Math.floor(at / 20) % 3];
    return 1000 * layer + 100 * head + 10 * (Math.floor(at / 5) % 4) + (at % 5);
  }),
};

describe('the pattern of a head', () => {
  test.each([
    [0, 0],
    [0, 2],
    [1, 0],
    [1, 2],
  ])('of L%iH%i holds the cells of that layer and head, row by row', (layer, head) => {
    const pattern = patternOf(TENSOR, { layer, head });
    expect(pattern).toHaveLength(20);
    for (let query = 0; query < 4; query++)
      for (let key = 0; key < 5; key++)
        expect(pattern[query * 5 + key]).toBe(1000 * layer + 100 * head + 10 * query + key);
  });

  test('is a view on the memory of the tensor, not a copy', () => {
    expect(patternOf(TENSOR, { layer: 1, head: 1 }).buffer).toBe(TENSOR.data.buffer);
  });

  test.each([
    { layer: 2, head: 0 },
    { layer: 0, head: 3 },
    { layer: -1, head: 0 },
    { layer: 0, head: -1 },
    { layer: Number.NaN, head: 0 },
  ])('does not exist for $layer, $head of 2 layers of 3 heads', (ref) => {
    expect(() => patternOf(TENSOR, ref)).toThrow(RangeError);
  });
});
