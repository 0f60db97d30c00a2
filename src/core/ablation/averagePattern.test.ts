import { describe, expect, test } from 'vitest';
import type { AttentionTensor } from '../tensor.ts';
import { averagePattern, foldedLayer } from './averagePattern.ts';

describe('averagePattern', () => {
  test('is the mean of the heads, cell by cell', () => {
    // Three heads of two queries and two keys.
    const weights = Float32Array.of(1, 0, 0.5, 0.5, 1, 0, 0.25, 0.75, 1, 0, 0, 1);
    expect(averagePattern(weights, 3)).toEqual(Float32Array.of(1, 0, 0.25, 0.75));
  });

  test('that of one head is its pattern to the last bit', () => {
    const weights = Float32Array.of(1, 0, 0.1, 0.9000000357627869, 1e-30, 0.3333333432674408);
    expect(averagePattern(weights, 1)).toEqual(weights);
  });

  test('refuses weights that are not as many for each head', () => {
    expect(() => averagePattern(new Float32Array(7), 2)).toThrow('invalid weights: 7 numbers (2 heads)');
  });
});

describe('foldedLayer', () => {
  // Two layers of two heads, one query, three keys.
  const tensor: AttentionTensor = {
    kind: 'decoder',
    nLayers: 2,
    nHeads: 2,
    nQueries: 1,
    nKeys: 3,
    data: Float32Array.of(1, 0, 0, 0, 1, 0, 0.5, 0.5, 0, 0, 0, 1),
  };

  test('is one layer of one head, with its own number', () => {
    const { nLayers, nHeads, data, layerNumbers } = foldedLayer(tensor, 1);
    expect([nLayers, nHeads, layerNumbers]).toEqual([1, 1, [1]]);
    expect(data).toEqual(Float32Array.of(0.25, 0.25, 0.5));
    expect(foldedLayer({ ...tensor, layerNumbers: [3, 7] }, 1).layerNumbers).toEqual([7]);
  });

  test('is worked out once', () => {
    expect(foldedLayer(tensor, 0)).toBe(foldedLayer(tensor, 0));
    expect(foldedLayer(tensor, 0)).not.toBe(foldedLayer(tensor, 1));
  });

  test('refuses a layer that is not there', () => {
    expect(() => foldedLayer(tensor, 2)).toThrow('invalid layer: 2 (there are 2)');
  });
});
