import { describe, expect, test } from 'vitest';
import { readingMatrices, writingMatrix } from './headMatrices.ts';
import type { HeadMatrix } from './headMatrices.ts';
import { MADE, madeLayer, nowhere } from './testing/layers.ts';

const { layer } = madeLayer(4);

/** Two numbers go in; four heads of two channels seek, and share two heads of keys of two channels and of values of one. */
const WEIGHTS = {
  query: { data: Float32Array.from({ length: 16 }, (_, at) => at), nHeads: 4, nChannels: 2 },
  key: { data: Float32Array.of(1, 2, 3, 4, -5, 6, 7, 8), nHeads: 2, nChannels: 2 },
  value: { whyNot: 'they are too large to be kept beside the model' },
};

const had = (one: HeadMatrix | undefined) => {
  if (one === undefined || 'whyNot' in one) throw new Error('not there');
  return one;
};

describe('the weights that a head reads by', () => {
  test('are its own columns, [d, channels]; heads that share keys have the same', () => {
    const [query, key] = readingMatrices(WEIGHTS, 1, 4);
    expect(had(query)).toMatchObject({ name: 'W_Q', nRows: 2, nColumns: 2, data: Float32Array.of(2, 3, 10, 11) });
    expect(had(key)).toMatchObject({ name: 'W_K', nRows: 2, nColumns: 2, data: Float32Array.of(1, 2, -5, 6) });
    expect(had(readingMatrices(WEIGHTS, 0, 4)[1]).data).toEqual(had(key).data);
    expect(had(readingMatrices(WEIGHTS, 2, 4)[1]).data).toEqual(Float32Array.of(3, 4, 7, 8));
  });

  test('have a norm, the root of the sum of squares, and a largest number whatever its sign', () => {
    const [query, key] = readingMatrices(WEIGHTS, 1, 4);
    expect([had(query).norm, had(query).largest]).toEqual([Math.sqrt(4 + 9 + 100 + 121), 11]);
    expect([had(key).norm, had(key).largest]).toEqual([Math.sqrt(1 + 4 + 25 + 36), 6]);
  });

  test('that cannot be had say why', () => {
    expect(readingMatrices(WEIGHTS, 1, 4)[2]).toEqual({ name: 'W_V', whyNot: WEIGHTS.value.whyNot });
  });
});

test('what a head writes by are its rows of W_O, and the squares of all heads are those of the whole', () => {
  const all = Array.from({ length: MADE.nHeads }, (_, head) => had(writingMatrix(layer, head, '')));
  expect(all.map(({ nRows, nColumns }) => [nRows, nColumns])).toEqual(all.map(() => [MADE.dV, MADE.d]));
  const whole = layer.outputWeights.from === 'model' ? layer.outputWeights.data : [];
  expect(all.reduce((sum, { norm }) => sum + norm * norm, 0)).toBeCloseTo(Math.hypot(...whole) ** 2, 4);
  expect(writingMatrix({ ...layer, outputWeights: nowhere }, 0, 'not found')).toEqual({
    name: 'W_O',
    whyNot: 'not found',
  });
});
