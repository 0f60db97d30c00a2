import { expect, test } from 'vitest';
import { matmul, Tensor } from './libraryTensor.ts';

test('a product of matrices, and one turned around', async () => {
  const a = new Tensor('float32', [1, 2, 3, 4, 0, 6], [2, 3]);
  const b = new Tensor('float32', [1, 0, 2, 1, 0, 3], [3, 2]);
  const product = await matmul(a, b);
  expect([product.dims, [...product.data]]).toEqual([
    [2, 2],
    [5, 11, 4, 18],
  ]);
  expect([a.transpose().dims, [...a.transpose().data]]).toEqual([
    [3, 2],
    [1, 4, 2, 0, 3, 6],
  ]);
});
