import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { memoryCaches } from '../cache/testing/memoryCaches.ts';
import type { BackendWish } from '../protocol.ts';
import { createModelStore } from './store.ts';

const GB = 1e9;

/** A repository whose list says these sizes; `read` gives the code of what comes of opening it, and the files that were asked for. */
async function opened(sizes: Readonly<Record<string, number>>, backend: BackendWish) {
  const asked: string[] = [];
  const siblings = Object.entries(sizes).map(([rfilename, size]) => ({ rfilename, size }));
  const store = createModelStore({
    caches: memoryCaches().caches,
    fetch: async (url) => {
      if (url.includes('/api/models/')) return Response.json({ sha: 'abc', siblings });
      asked.push(url.slice(url.lastIndexOf('/') + 1));
      return new Response(null, { status: 403 });
    },
  });
  const source = { from: 'hub', id: 'a/b', revision: 'main', host: 'https://hub.example', weights: 'auto' } as const;
  const error = await store.read(source, backend, new AbortController().signal, () => {}).catch((thrown) => thrown);
  return { error: error instanceof AppError ? `${error.code}: ${error.detail}` : String(error), asked };
}

const LARGE = {
  'config.json': 100,
  'onnx/model.onnx': 1e6,
  'onnx/model.onnx_data': 2 * GB,
  'onnx/model.onnx_data_1': 3 * GB,
};

describe('a model on a hub', () => {
  test('whose parts are together more than WASM holds is refused before any of it is fetched', async () => {
    const { error, asked } = await opened(LARGE, 'wasm');
    expect(error).toBe('too-large: its weights are 5.0 GB, and WASM holds 4.3 GB at most');
    expect(asked).toEqual([]);
  });

  test.each<[string, Record<string, number>, BackendWish]>([
    ['on a graphics device, which tells nobody what it takes', LARGE, 'webgpu'],
    ['that just fits', { 'onnx/model.onnx': 2 ** 30, 'onnx/model.onnx_data': 3 * 2 ** 30 }, 'wasm'],
    ['that offers smaller weights', { ...LARGE, 'onnx/model_quantized.onnx': GB }, 'wasm'],
    ['with large text beside it', { 'onnx/model.onnx': 4 * GB, 'tokenizer.json': GB }, 'wasm'],
  ])('%s is fetched', async (_, sizes, backend) => {
    const { error, asked } = await opened(sizes, backend);
    expect(error).toMatch(/^hub-refused/);
    expect(asked).not.toEqual([]);
  });
});

test('files of the person that are together too large are refused before any of them is read', async () => {
  const large = (size: number): Blob =>
    Object.defineProperties(new Blob(['']), {
      size: { value: size },
      slice: {
        value: () => {
          throw new Error('it was read');
        },
      },
    });
  const files = [
    { path: 'model.onnx', blob: large(1 * GB) },
    { path: 'model.onnx_data', blob: large(4 * GB) },
  ];
  const store = createModelStore({ fetch: () => Promise.reject(new Error('the network was asked')) });
  const source = { from: 'files', id: 'opened', name: 'opened', files } as const;
  const reading = store.read(source, 'wasm', new AbortController().signal, () => {});
  await expect(reading).rejects.toMatchObject({ code: 'too-large', detail: expect.stringContaining('5.0 GB') });
});
