import { expect, test } from 'vitest';
import { nodeRuntime } from '../testing/runtimes.ts';
import { layerGraph } from './layerGraph.ts';
import { layerWeights } from './layerWeights.ts';
import type { LayerWeights } from './layerWeights.ts';

const [D, N_TOKENS] = [12, 5];
const WEIGHTS = layerWeights(D, N_TOKENS);

/** The same layer head by head, in double precision: each reads and writes its own columns and rows. */
function plainly(nHeads: number, { wq, wk, wv, wo, x }: LayerWeights): number[] {
  const width = D / nHeads;
  const out = Array.from({ length: N_TOKENS * D }, () => 0);
  const project = (matrix: Float32Array, token: number, column: number): number => {
    let sum = 0;
    for (let i = 0; i < D; i++) sum += x[token * D + i]! * matrix[i * D + column]!;
    return sum;
  };
  for (let head = 0; head < nHeads; head++) {
    const columns = Array.from({ length: width }, (_, c) => head * width + c);
    for (let query = 0; query < N_TOKENS; query++) {
      const scores = Array.from({ length: N_TOKENS }, (_, key) =>
        columns.reduce((sum, c) => sum + project(wq, query, c) * project(wk, key, c), 0),
      ).map((product) => Math.exp(product / Math.sqrt(width)));
      const all = scores.reduce((sum, score) => sum + score, 0);
      for (const c of columns) {
        const given = scores.reduce((sum, score, key) => sum + (score / all) * project(wv, key, c), 0);
        for (let i = 0; i < D; i++) out[query * D + i]! += given * wo[c * D + i]!;
      }
    }
  }
  return out;
}

async function run(nHeads: number): Promise<Float32Array> {
  const session = await nodeRuntime.InferenceSession.create(layerGraph(D, nHeads, WEIGHTS), {});
  const outputs = await session.run({ x: new nodeRuntime.Tensor('float32', WEIGHTS.x, [1, N_TOKENS, D]) }, ['out'], {});
  expect(outputs['out']?.dims).toEqual([1, N_TOKENS, D]);
  const data = outputs['out']?.data;
  if (!(data instanceof Float32Array)) throw new TypeError('the layer gives no float32 numbers');
  return data;
}

test.each([1, 2, 3, 4, 12])('a layer of %i heads gives what its heads give one by one', async (nHeads) => {
  const given = await run(nHeads);
  const wanted = plainly(nHeads, WEIGHTS);
  for (const [at, value] of wanted.entries()) expect(given[at]).toBeCloseTo(value, 5);
});

test('other numbers of heads are other layers: same matrices, other results', async () => {
  const [two, three] = [await run(2), await run(3)];
  expect(Math.max(...two.map((value, at) => Math.abs(value - three[at]!)))).toBeGreaterThan(0.01);
});

test('what the layer gives is as large as what it reads: nothing dies out or overflows', async () => {
  const size = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
  expect(size(await run(4)) / size(WEIGHTS.x)).toBeGreaterThan(0.2);
  expect(size(await run(4)) / size(WEIGHTS.x)).toBeLessThan(5);
});

test('heads that do not divide the width are refused', () => {
  expect(() => layerGraph(D, 5, WEIGHTS)).toThrow(/invalid heads: 5/);
});
