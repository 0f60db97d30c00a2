import { afterEach, expect, test, vi } from 'vitest';
import { rasterFactor, rasterise } from './rasterise.ts';

afterEach(() => vi.unstubAllGlobals());

test('the page has a turn between reading a figure, painting it and packing it', async () => {
  const done: string[] = [];
  /** Notes the step, and the next turn of the page, which comes in the middle of no step. */
  const step = (name: string): void => {
    done.push(name);
    setTimeout(() => done.push('turn'), 0);
  };
  class FakeImage {
    src = '';
    async decode(): Promise<void> {
      step('read');
    }
  }
  const canvas = {
    width: 0,
    height: 0,
    getContext: () => ({ drawImage: () => step('painted') }),
    toBlob: (then: (blob: Blob) => void) => {
      step('packed');
      then(new Blob([`${canvas.width} x ${canvas.height}`]));
    },
  };
  vi.stubGlobal('Image', FakeImage);
  vi.stubGlobal('document', { createElement: () => canvas });
  const blob = await rasterise({ svg: '<svg/>', width: 30, height: 20 });
  expect(done).toEqual(['read', 'turn', 'painted', 'turn', 'packed']);
  expect(await blob.text()).toBe('90 x 60');
});

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
