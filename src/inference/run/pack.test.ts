import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { patternOf } from '../../core/tensor.ts';
import { packAttention } from './pack.ts';
import type { LayerOutput } from './pack.ts';

/** Every row different: weight of key k in row r of layer l is proportional to 1 + ((l * 31 + r * 7 + k * k) mod 5). */
function layerOutput(layer: number, nHeads: number, nQueries: number, nKeys: number): LayerOutput {
  const data = new Float32Array(nHeads * nQueries * nKeys);
  for (let row = 0; row < nHeads * nQueries; row++) {
    const raw = Array.from({ length: nKeys }, (_, key) => 1 + ((layer * 31 + row * 7 + key * key) % 5));
    const total = raw.reduce((sum, value) => sum + value, 0);
    raw.forEach((value, key) => {
      data[row * nKeys + key] = value / total;
    });
  }
  return { layer, kind: 'cross', dims: [1, nHeads, nQueries, nKeys], data };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof AppError ? `${error.code}: ${error.detail}` : String(error);
  }
  return 'no error';
}

/** Layers of one kind, packed. */
function packLayers(layers: readonly LayerOutput[]) {
  const { attention, rowSumError } = packAttention(layers);
  expect(attention).toHaveLength(1);
  return { tensor: attention[0]!, rowSumError };
}

describe('the layers of one kind', () => {
  test('layer, head, query and key land where patternOf finds them', () => {
    const layers = [layerOutput(0, 3, 4, 5), layerOutput(1, 3, 4, 5)];
    const { tensor } = packLayers(layers);
    expect({ ...tensor, data: tensor.data.length }).toEqual({
      kind: 'cross',
      nLayers: 2,
      nHeads: 3,
      nQueries: 4,
      nKeys: 5,
      data: 2 * 3 * 4 * 5,
    });
    const pattern = patternOf(tensor, { layer: 1, head: 2 });
    const raw = Array.from({ length: 5 }, (_, key) => 1 + ((31 + (2 * 4 + 3) * 7 + key * key) % 5));
    const total = raw.reduce((a, b) => a + b, 0);
    raw.forEach((value, key) => expect(pattern[3 * 5 + key]).toBeCloseTo(value / total, 6));
  });

  test('a rank-3 output is [head, query, key] of batch 1', () => {
    const layer = layerOutput(0, 3, 4, 5);
    const { tensor } = packLayers([{ ...layer, dims: [3, 4, 5] }]);
    expect([tensor.nHeads, tensor.nQueries, tensor.nKeys]).toEqual([3, 4, 5]);
    expect(tensor.data).toEqual(layer.data);
  });

  test('numbers are not changed, and the worst row sum is told', () => {
    const layer = layerOutput(0, 2, 3, 4);
    layer.data.set([0.25, 0.25, 0.25, 0.254], (1 * 3 + 2) * 4);
    const { tensor, rowSumError } = packLayers([layer]);
    expect(rowSumError).toBeCloseTo(0.004, 6);
    expect(tensor.data).toEqual(layer.data);
    expect(tensor.data).not.toBe(layer.data);
  });

  test('rows that sum to 1 have an error of rounding only', () => {
    expect(packLayers([layerOutput(0, 3, 4, 5)]).rowSumError).toBeLessThan(1e-6);
  });

  test.each([
    ['a sum too small', [0.2, 0.2, 0.2, 0.2], 'bad-attention: L5H2, query 1: the row sums to 0.8'],
    ['a sum too large', [0.3, 0.3, 0.3, 0.3], 'bad-attention: L5H2, query 1: the row sums to 1.2'],
    ['zeros, as a lost device gives', [0, 0, 0, 0], 'bad-attention: L5H2, query 1: the row sums to 0'],
    ['NaN', [NaN, 0.5, 0.25, 0.25], 'bad-attention: L5H2, query 1: the row holds'],
    ['infinity', [Infinity, 0.5, 0.25, 0.25], 'bad-attention: L5H2, query 1: the row sums to Infinity'],
    ['a negative weight in a row that sums to 1', [-0.5, 0.5, 0.5, 0.5], 'bad-attention: L5H2, query 1: the row holds'],
  ])('%s is refused with its place', (_, row, message) => {
    const layer = layerOutput(5, 3, 3, 4);
    layer.data.set(row, (2 * 3 + 1) * 4);
    expect(codeOf(() => packLayers([layerOutput(4, 3, 3, 4), layer]))).toContain(message);
  });

  test('layers of different shapes are refused', () => {
    expect(codeOf(() => packLayers([layerOutput(0, 2, 3, 4), layerOutput(1, 3, 2, 4)]))).toBe(
      'unsupported-graph: layers differ in shape: cross layer 0 [1, 2, 3, 4] and cross layer 1 [1, 3, 2, 4]',
    );
  });

  test.each([
    [[2, 2, 3, 4], 'has 2 patterns a head for one input: its parts look at themselves only'],
    [[1, 1, 2, 3, 4], 'has weights of 5 axes for one input: its parts look at themselves only'],
    [[6, 4], 'has an unexpected shape'],
    [[1, 2, 3, 5], 'has an unexpected shape'],
    [[1, 0, 3, 4], 'has an unexpected shape'],
  ])('dims %j are refused in words', (dims, words) => {
    expect(codeOf(() => packLayers([{ ...layerOutput(0, 2, 3, 4), dims }]))).toContain(
      `unsupported-graph: cross layer 0 [${dims.join(', ')}] ${words}`,
    );
  });

  test('whatever the shape, packing keeps every weight in order', () => {
    const size = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(size, size, size, size, (nLayers, nHeads, nQueries, nKeys) => {
        const layers = Array.from({ length: nLayers }, (_, layer) => layerOutput(layer, nHeads, nQueries, nKeys));
        const { tensor } = packLayers(layers);
        expect([...tensor.data]).toEqual(layers.flatMap((layer) => [...layer.data]));
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});

describe('layers with numbers of their own', () => {
  test('are named in the tensor; layers that count 0, 1, 2 are not', () => {
    const layers = [layerOutput(3, 2, 3, 4), layerOutput(7, 2, 3, 4)];
    expect(packLayers(layers).tensor.layerNumbers).toEqual([3, 7]);
    const plain = [layerOutput(0, 2, 3, 4), layerOutput(1, 2, 3, 4)];
    expect(packLayers(plain).tensor).not.toHaveProperty('layerNumbers');
  });

  test('of a layer with a sink, rows may sum to less than 1, never to more', () => {
    const sunk = { ...layerOutput(0, 2, 3, 4), hasSink: true as const };
    sunk.data.fill(0.1, 0, 4);
    expect(packLayers([sunk]).rowSumError).toBeLessThan(1e-5);
    sunk.data.fill(0.3, 0, 4);
    expect(codeOf(() => packLayers([sunk]))).toContain('bad-attention');
  });
});

describe('packAttention', () => {
  test('kinds are kept apart, each with its own shape, and the worst row of all is told', () => {
    const crooked = layerOutput(1, 2, 3, 4);
    crooked.data.set([0.25, 0.25, 0.25, 0.255], 0);
    const { attention, rowSumError } = packAttention([
      { ...layerOutput(0, 3, 4, 4), kind: 'encoder' },
      { ...layerOutput(0, 2, 3, 3), kind: 'decoder' },
      layerOutput(0, 2, 3, 4),
      { ...layerOutput(1, 2, 3, 3), kind: 'decoder' },
      crooked,
    ]);
    expect(attention.map((t) => [t.kind, t.nLayers, t.nHeads, t.nQueries, t.nKeys])).toEqual([
      ['encoder', 1, 3, 4, 4],
      ['decoder', 2, 2, 3, 3],
      ['cross', 2, 2, 3, 4],
    ]);
    expect(rowSumError).toBeCloseTo(0.005, 6);
  });
});
