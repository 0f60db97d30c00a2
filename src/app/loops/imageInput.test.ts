import { afterEach, expect, test, vi } from 'vitest';
import { currentImage, dropImage, keepImage } from './imageInput.ts';

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
    const names = [keepImage(image('a', 3)), keepImage(image('b', 5))];
    for (const name of order) browser.get(name)?.resolve();
    expect(await Promise.all(names)).toEqual([null, expect.stringMatching(/^b /)]);
    expect([currentImage()?.name, currentImage()?.width]).toEqual(['b', 5]);
  }
});

test('an image that cannot be read says so, unless another was chosen meanwhile', async () => {
  const browser = pretendBrowser();
  const alone = keepImage(image('alone', 1));
  browser.get('alone')?.reject();
  await expect(alone).rejects.toThrow('alone is not an image this browser can read');
  const older = keepImage(image('older', 1));
  const newer = keepImage(image('newer', 2));
  browser.get('older')?.reject();
  browser.get('newer')?.resolve();
  expect(await older).toBe(null);
  expect(await newer).not.toBe(null);
});

test('the same image twice has two names, so that it is looked at again', async () => {
  const browser = pretendBrowser();
  const names = [];
  for (let time = 0; time < 2; time++) {
    const name = keepImage(image('a', 3));
    browser.get('a')?.resolve();
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    names.push(await name);
  }
  expect(new Set(names).size).toBe(2);
});

test('a model that is opened meanwhile leaves no image behind', async () => {
  const browser = pretendBrowser();
  const before = currentImage();
  const name = keepImage(image('late', 9));
  dropImage();
  browser.get('late')?.resolve();
  expect(await name).toBe(null);
  expect(currentImage()).toBe(before);
});
