import { describe, expect, test } from 'vitest';
import { bookworm, zooModel } from '../../../scripts/hub/content.ts';
import type { FilesSource } from '../protocol.ts';
import { readFromFiles } from './fromFiles.ts';
import { createModelStore } from './store.ts';

/** Nothing is fetched, and nothing is kept: both would throw. */
const store = createModelStore({
  fetch: () => Promise.reject(new Error('a file of the person went to the network')),
  caches: { open: () => Promise.reject(new Error('a file of the person was kept')) },
});

type Content = Uint8Array | string | number;

function source(files: ReadonlyMap<string, Content> | Record<string, Content>): FilesSource {
  const entries = files instanceof Map ? [...files] : Object.entries(files);
  return {
    from: 'files',
    id: 'opened',
    name: 'opened',
    files: entries.map(([path, content]: [string, Content]) => ({ path, blob: new Blob([blobPart(content)]) })),
  };
}

/** A number is a file of so many bytes. */
function blobPart(content: Content): Uint8Array<ArrayBuffer> | string {
  if (typeof content === 'number') return new Uint8Array(content).fill(8);
  return typeof content === 'string' ? content : new Uint8Array(content);
}

function read(files: Parameters<typeof source>[0], onProgress: (...bytes: [number, number]) => void = () => {}) {
  return store.read(source(files), 'wasm', new AbortController().signal, onProgress);
}

async function graphsOf(files: Record<string, Content>): Promise<string> {
  return (await read(files)).graphs.map(({ role, path }) => `${role} ${path}`).join(', ');
}

describe('files of the person', () => {
  test('a folder comes as from a hub, without network or cache', async () => {
    const files = bookworm('bookworm-gpt');
    const seen: [number, number][] = [];
    const got = await read(new Map([...files].map(([path, content]) => [`bookworm/${path}`, content])), (...bytes) =>
      seen.push(bytes),
    );
    expect(got.graphs.map(({ role, path }) => [role, path])).toEqual([['whole', 'bookworm/onnx/model.onnx']]);
    expect(Buffer.from(got.graphs[0]!.onnx).equals(files.get('onnx/model.onnx')!)).toBe(true);
    expect(got.tokenizer).toEqual(JSON.parse(files.get('tokenizer.json')!.toString()));
    expect(got.sizes.map(({ path }) => path)).toEqual([
      'bookworm/config.json',
      'bookworm/onnx/model.onnx',
      'bookworm/tokenizer.json',
      'bookworm/tokenizer_config.json',
    ]);
    const total = got.sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(new Set(seen.map(([, of]) => of))).toEqual(new Set([total]));
    expect(seen.at(-1)).toEqual([total, total]);
  });

  test('one ONNX file is enough: no config, no tokenizer, and a plain name promises no precision', async () => {
    const got = await read({ 'my bert.onnx': 10 });
    expect(got).toEqual({
      config: {},
      tokenizer: null,
      tokenizerConfig: null,
      preprocessorConfig: null,
      generationConfig: null,
      graphs: [{ role: 'whole', path: 'my bert.onnx', onnx: new Uint8Array(10).fill(8), externalData: [] }],
      precision: null,
      sizes: [{ path: 'my bert.onnx', bytes: 10 }],
    });
    expect((await read({ 'model_fp16.onnx': 10 })).precision).toBe('fp16');
  });

  test.each([
    ['in its folder', { 'm/model.onnx': 'm', 'm/model.onnx_data': 'd' }],
    ['picked without folders', { 'model.onnx': 'm', 'model.onnx_data': 'd' }],
    ['somewhere else', { 'a/model.onnx': 'm', 'b/model.onnx_data': 'd' }],
  ])('external data is found %s', async (_, paths) => {
    const files = zooModel('external-data');
    const content = { m: files.get('model.onnx')!, d: files.get('model.onnx_data')! };
    const got = await read(
      new Map(Object.entries(paths).map(([path, what]) => [path, what === 'm' ? content.m : content.d])),
    );
    const [data] = got.graphs[0]!.externalData;
    expect(data!.path).toBe('model.onnx_data');
    expect(Buffer.from(data!.data).equals(content.d)).toBe(true);
  });

  test('external data that is not among the files is asked for by name', async () => {
    const onnx = zooModel('external-data').get('model.onnx')!;
    await expect(read({ 'model.onnx': onnx })).rejects.toMatchObject({
      code: 'file-missing',
      detail: 'model.onnx keeps weights in "model.onnx_data": open that file together with it',
    });
  });

  test('JSON is taken from the folder nearest to the model', async () => {
    const got = await read({
      'other/config.json': '{"from":"other"}',
      'm/onnx/model.onnx': 10,
      'm/config.json': '{"from":"m"}',
      'm/old/config.json': '{"from":"old"}',
      'preprocessor_config.json': '{"from":"root"}',
      'm/my_tokenizer.json': '{"from":"another name"}',
    });
    expect([got.config, got.preprocessorConfig, got.tokenizer]).toEqual([{ from: 'm' }, { from: 'root' }, null]);
  });

  test('of vocab.json and merges.txt a tokenizer is made, unless there is a tokenizer.json', async () => {
    const parts = {
      'model.onnx': 5,
      'vocab.json': '{"a":0}',
      'merges.txt': 'a b',
      'special_tokens_map.json': '{"x":1}',
    };
    const got = await read(parts);
    expect([got.tokenizer, got.tokenizerParts]).toEqual([
      null,
      {
        vocab: { a: 0 },
        merges: 'a b',
        addedTokens: null,
        specialTokens: { x: 1 },
        tokenizerConfig: null,
        config: null,
      },
    ]);
    const whole = await read({ ...parts, 'tokenizer.json': '{"model":{}}' });
    expect([whole.tokenizer, whole.tokenizerParts]).toEqual([{ model: {} }, undefined]);
    expect(whole.sizes.map(({ path }) => path)).toEqual(['model.onnx', 'tokenizer.json']);
    const { 'merges.txt': _, ...alone } = parts;
    expect((await read(alone)).tokenizerParts).toBe(undefined);
  });

  test.each<[string, Record<string, Content>, string]>([
    [
      'encoder and decoder',
      { 'decoder_model.onnx': 9, 'encoder_model.onnx': 5 },
      'encoder encoder_model.onnx, decoder decoder_model.onnx',
    ],
    ['of several the one called model.onnx', { 'big.onnx': 99, 'model.onnx': 5 }, 'whole model.onnx'],
    ['else the largest', { 'a.onnx': 5, 'b.onnx': 99, 'c.onnx': 7 }, 'whole b.onnx'],
    ['an ending in capitals', { 'BERT.ONNX': 5 }, 'whole BERT.ONNX'],
  ])('%s', async (_, files, want) => {
    expect(await graphsOf(files)).toBe(want);
  });

  test('without an ONNX file it says what there is', async () => {
    await expect(read({ 'model.safetensors': 5, 'config.json': '{}' })).rejects.toMatchObject({
      code: 'bad-input',
      detail: 'a model needs a file that ends in .onnx; there are only model.safetensors, config.json',
    });
    await expect(read({})).rejects.toMatchObject({ code: 'bad-input', detail: expect.stringContaining('no files') });
  });

  test('broken JSON is named', async () => {
    await expect(read({ 'model.onnx': 5, 'tokenizer.json': '{"model":' })).rejects.toMatchObject({
      code: 'bad-input',
      detail: expect.stringContaining('tokenizer.json'),
    });
  });

  test('a file that cannot be read any more is named', async () => {
    const gone = new Blob(['x']);
    gone.slice = () => gone;
    gone.arrayBuffer = () => Promise.reject(new DOMException('it was moved', 'NotReadableError'));
    const work = store.read(
      { from: 'files', id: 'x', name: 'x', files: [{ path: 'model.onnx', blob: gone }] },
      'wasm',
      new AbortController().signal,
      () => {},
    );
    await expect(work).rejects.toMatchObject({ code: 'bad-input', detail: 'model.onnx: it was moved' });
  });

  test('a folder of 200,000 files is chosen from at once, and nothing is read but the model', async () => {
    let nRead = 0;
    const blob = new Blob(['{}']);
    const noted = new Blob(['x']);
    noted.slice = () => {
      nRead += 1;
      return blob;
    };
    const others = Array.from({ length: 200_000 }, (_, i) => ({
      path: `all/${i % 500}/${i}/tokenizer.json`,
      blob: noted,
    }));
    const files = [
      ...others,
      { path: 'all/499/model/onnx/model.onnx', blob: new Blob([new Uint8Array(5)]) },
      { path: 'all/499/model/tokenizer.json', blob: new Blob(['{"own":1}']) },
    ];
    const got = await store.read(
      { from: 'files', id: 'x', name: 'x', files },
      'wasm',
      new AbortController().signal,
      () => {},
    );
    expect([got.graphs[0]!.path, got.tokenizer]).toEqual(['all/499/model/onnx/model.onnx', { own: 1 }]);
    expect(nRead).toBe(0);
  });

  test('external data of one name in many folders: that of the model is taken', async () => {
    const files = zooModel('external-data');
    const data = files.get('model.onnx_data')!;
    const got = await read(
      new Map<string, Content>([
        ['a/model.onnx_data', 'of another'],
        ['b/c/model.onnx_data', 'of another'],
        ['b/onnx/model.onnx', files.get('model.onnx')!],
        ['b/weights/model.onnx_data', data],
      ]),
    );
    // Neither lies beside the graph; the way in common decides, then the alphabet.
    expect(new TextDecoder().decode(got.graphs[0]!.externalData[0]!.data)).toBe('of another');
    const beside = await read(
      new Map<string, Content>([
        ['a/model.onnx_data', 'of another'],
        ['b/onnx/model.onnx', files.get('model.onnx')!],
        ['b/onnx/model.onnx_data', data],
      ]),
    );
    expect(Buffer.from(beside.graphs[0]!.externalData[0]!.data).equals(data)).toBe(true);
  });

  test('weights beside the graph stay on disk where parts of a file can be read at once', async () => {
    const files = zooModel('external-data');
    const data = files.get('model.onnx_data')!;
    const seen: [number, number][] = [];
    const got = await readFromFiles(
      source(files),
      'wasm',
      new AbortController().signal,
      (...bytes) => seen.push(bytes),
      () => new Uint8Array(data.subarray(0, 8)).buffer,
    );
    const { externalData, onnx } = got.graphs[0]!;
    expect(externalData[0]!.data.buffer.byteLength).toBe(0);
    expect(externalData[0]!.data.length).toBe(data.length);
    expect(Buffer.from(externalData[0]!.data.subarray(0, 8)).equals(data.subarray(0, 8))).toBe(true);
    expect(onnx.length).toBe(files.get('model.onnx')!.length);
    expect(got.sizes.find(({ path }) => path === 'model.onnx_data')?.bytes).toBe(data.length);
    const [loaded, total] = seen.at(-1)!;
    expect(loaded).toBe(total);
    expect(total).toBeGreaterThan(data.length);
  });

  test('weights on disk that cannot be read are told of before anything is made of them', async () => {
    const files = zooModel('external-data');
    const opened = source(files);
    const gone = opened.files.find(({ path }) => path === 'model.onnx_data')!.blob;
    gone.slice = () => Object.assign(new Blob(), { arrayBuffer: () => Promise.reject(new Error('it was moved')) });
    const work = readFromFiles(
      opened,
      'wasm',
      new AbortController().signal,
      () => {},
      () => new ArrayBuffer(0),
    );
    await expect(work).rejects.toMatchObject({ code: 'bad-input', detail: 'model.onnx_data: it was moved' });
  });

  test('an abort ends it', async () => {
    const stop = new AbortController();
    const work = store.read(source({ 'model.onnx': 10 }), 'wasm', stop.signal, () => {});
    stop.abort(new Error('superseded'));
    await expect(work).rejects.toThrow('superseded');
  });
});
