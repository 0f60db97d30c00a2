import { expect, test } from 'vitest';
import { rasterFactor } from './rasterise.ts';

test('a figure has three pixels for one, fewer where a canvas could not hold it, and none beyond that', () => {
  // 16,777,216 pixels and sides of 16,384 are the limits.
  expect(rasterFactor(900, 600)).toBe(3);
  expect(rasterFactor(1024, 1820)).toBe(3);
  expect(rasterFactor(1024, 1821)).toBe(2);
  expect(rasterFactor(2048, 2048)).toBe(2);
  expect(rasterFactor(2049, 2048)).toBe(1);
  expect(rasterFactor(100, 8192)).toBe(2);
  expect(rasterFactor(100, 8193)).toBe(1);
  expect(rasterFactor(4097, 4096)).toBeNull();
  expect(rasterFactor(10, 16_385)).toBeNull();
});
