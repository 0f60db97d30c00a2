import { afterEach, expect, test, vi } from 'vitest';
import { rasterise } from './rasterise.ts';

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

test('a figure has three pixels for one, fewer where a canvas could not hold it, and none beyond that', async () => {
  const canvas = {
    width: 0,
    height: 0,
    getContext: () => null,
    toBlob: (then: (blob: Blob) => void) => then(new Blob([`${canvas.width} x ${canvas.height}`])),
  };
  vi.stubGlobal(
    'Image',
    class {
      decode = async (): Promise<void> => {};
    },
  );
  vi.stubGlobal('document', { createElement: () => canvas });
  /** Pixels that stand for one. */
  const factorOf = async (width: number, height: number): Promise<number> => {
    const blob = await rasterise({ svg: '<svg/>', width, height });
    const factor = canvas.width / width;
    expect(await blob.text()).toBe(`${factor * width} x ${factor * height}`);
    return factor;
  };
  // 16,777,216 pixels and sides of 16,384 are the limits.
  expect(await factorOf(900, 600)).toBe(3);
  expect(await factorOf(1024, 1820)).toBe(3);
  expect(await factorOf(1024, 1821)).toBe(2);
  expect(await factorOf(2048, 2048)).toBe(2);
  expect(await factorOf(2049, 2048)).toBe(1);
  expect(await factorOf(100, 8192)).toBe(2);
  expect(await factorOf(100, 8193)).toBe(1);
  await expect(factorOf(4097, 4096)).rejects.toThrow('too large for a PNG');
  await expect(factorOf(10, 16_385)).rejects.toThrow('too large for a PNG');
});
