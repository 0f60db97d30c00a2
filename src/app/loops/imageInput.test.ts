import { afterEach, expect, test, vi } from 'vitest';
import { createKeptImage } from './imageInput.ts';

/** A browser that decodes images when it is told to; the width of each tells which it is. */
function pretendBrowser() {
  const waiting = new Map<string, { readonly resolve: () => void; readonly reject: () => void }>();
  vi.stubGlobal(
    'createImageBitmap',
    (file: File) =>
      new Promise((resolve, reject) => {
        const bitmap = { width: file.size, height: 1, close: () => {} };
        waiting.set(file.name, { resolve: () => resolve(bitmap), reject: () => reject(new Error('no image')) });
      }),
  );
  class Canvas {
    readonly width: number;
    constructor(width: number) {
      this.width = width;
    }
    getContext() {
      return { drawImage: () => {}, getImageData: () => ({ data: new Uint8ClampedArray(4 * this.width) }) };
    }
  }
  vi.stubGlobal('OffscreenCanvas', Canvas);
  return waiting;
}
afterEach(() => vi.unstubAllGlobals());

const image = (name: string, width: number) => new File([new Uint8Array(width)], name);

test('of two images the one chosen last is kept, in whichever order they are decoded', async () => {
  for (const order of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const browser = pretendBrowser();
    const kept = createKeptImage();
    const told = [kept.keep(image('a', 3)), kept.keep(image('b', 5))];
    for (const name of order) browser.get(name)?.resolve();
    expect(await Promise.all(told)).toEqual([null, { id: expect.any(Number), name: 'b' }]);
    expect([kept.now()?.name, kept.now()?.width]).toEqual(['b', 5]);
  }
});

test('an image that cannot be read says so, unless another was chosen meanwhile', async () => {
  const browser = pretendBrowser();
  const kept = createKeptImage();
  const alone = kept.keep(image('alone', 1));
  browser.get('alone')?.reject();
  await expect(alone).rejects.toThrow('alone is not an image this browser can read');
  const older = kept.keep(image('older', 1));
  const newer = kept.keep(image('newer', 2));
  browser.get('older')?.reject();
  browser.get('newer')?.resolve();
  expect(await older).toBe(null);
  expect(await newer).not.toBe(null);
});

test('the same image twice is told apart, so that it is looked at again', async () => {
  const browser = pretendBrowser();
  const kept = createKeptImage();
  const ids = [];
  for (let time = 0; time < 2; time++) {
    const told = kept.keep(image('a', 3));
    browser.get('a')?.resolve();
    ids.push((await told)?.id);
  }
  expect(new Set(ids).size).toBe(2);
});

test('a model that is opened meanwhile leaves no image behind', async () => {
  const browser = pretendBrowser();
  const kept = createKeptImage();
  const early = kept.keep(image('early', 3));
  browser.get('early')?.resolve();
  await early;
  const before = kept.now();
  const late = kept.keep(image('late', 9));
  kept.drop();
  browser.get('late')?.resolve();
  expect(await late).toBe(null);
  expect(kept.now()).toBe(before);
  expect(before?.name).toBe('early');
});
