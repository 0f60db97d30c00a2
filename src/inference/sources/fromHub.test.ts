import { describe, expect, test } from 'vitest';
import { bookworm, zooModel } from '../../../scripts/hub/content.ts';
import { openHubs, hub, ID, setUp, sha256, onnxOf, ONNX, named, codeOf } from '../testing/hubSetUp.ts';

openHubs();

describe('a model from a hub', () => {
  test('comes whole, through a redirect, with its JSON and sizes', async () => {
    const files = bookworm('bookworm-gpt');
    const sha = hub.publish(ID, files);
    const { read } = setUp();
    const got = await read();
    expect(sha256(onnxOf(got))).toBe(sha256(files.get(ONNX)));
    expect(got.graphs.map(({ role, path, externalData }) => [role, path, externalData])).toEqual([['whole', ONNX, []]]);
    expect(got.config).toEqual(JSON.parse(files.get('config.json')!.toString()));
    expect(got.tokenizer).toEqual(JSON.parse(files.get('tokenizer.json')!.toString()));
    expect(got.precision).toBe('fp32');
    expect(Object.fromEntries(got.sizes.map(({ path, bytes }) => [path, bytes]))).toEqual(
      Object.fromEntries(
        ['config.json', ONNX, 'tokenizer.json', 'tokenizer_config.json'].map((path) => [path, files.get(path)!.length]),
      ),
    );
    expect(hub.requests[0]!.path).toBe(`/api/models/${ID}/revision/main`);
    expect(hub.requests.some(({ path }) => path === `/cdn/${ID}/resolve/${sha}/${ONNX}`)).toBe(true);
    expect(hub.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('progress rises to the sum of all files, of a total known from the start', async () => {
    const files = bookworm('bookworm-bert');
    hub.publish(ID, files);
    const { read, progress } = setUp();
    await read();
    const total = ['config.json', ONNX, 'tokenizer.json', 'tokenizer_config.json'].reduce(
      (n, path) => n + files.get(path)!.length,
      0,
    );
    expect(new Set(progress.map(([, of]) => of))).toEqual(new Set([total]));
    expect(progress.map(([loaded]) => loaded)).toEqual(progress.map(([loaded]) => loaded).toSorted((a, b) => a - b));
    expect(progress.at(-1)).toEqual([total, total]);
    expect(progress.length).toBeGreaterThan(3);
  });

  test('a mirror without a list of files works too, file by file', async () => {
    hub.hasApi = false;
    hub.publish(ID, bookworm('bookworm-gpt'));
    const { read, progress } = setUp();
    const got = await read();
    expect([got.precision, got.graphs[0]!.path, got.preprocessorConfig]).toEqual(['fp32', ONNX, null]);
    expect(got.tokenizerConfig).not.toBe(null);
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
  });

  test('external data comes with the graph that names it, from a list or without', async () => {
    const files = zooModel('external-data');
    hub.publish('zoo/external-data', files);
    const { read, progress } = setUp();
    for (const [hasApi, isAlone] of [
      [true, false],
      [false, true],
    ] as const) {
      hub.hasApi = hasApi;
      const got = await (isAlone ? setUp({ isAlone }).read : read)({ id: 'zoo/external-data' });
      const [graph] = got.graphs;
      expect([graph!.path, graph!.externalData.map(({ path }) => path)]).toEqual(['model.onnx', ['model.onnx_data']]);
      expect(sha256(graph!.externalData[0]!.data)).toBe(sha256(files.get('model.onnx_data')));
      expect([got.config, got.tokenizer]).toEqual([{}, null]);
    }
    expect(new Set(progress.map(([, total]) => total)).size).toBe(1);
  });

  test('vocab.json and merges.txt come where there is no tokenizer.json, from a list or without, and are kept', async () => {
    const files = new Map(named(ONNX, 'config.json', 'vocab.json'));
    files.set('merges.txt', Buffer.from('#version: 0.2\na b\n'));
    hub.publish(ID, files);
    for (const hasApi of [true, false]) {
      hub.hasApi = hasApi;
      const { read, online } = setUp();
      for (const isOnline of [true, false]) {
        online.is = isOnline;
        const { tokenizerParts: parts, sizes } = await read();
        expect([parts?.vocab, parts?.merges]).toEqual([{ path: 'vocab.json' }, '#version: 0.2\na b\n']);
        expect(sizes.map(({ path }) => path)).toEqual(['config.json', 'merges.txt', ONNX, 'vocab.json']);
      }
    }
  });

  test('external data that the repository lacks is named', async () => {
    const files = new Map(zooModel('external-data'));
    files.delete('model.onnx_data');
    hub.publish(ID, files);
    const { read } = setUp();
    await expect(read()).rejects.toMatchObject({
      code: 'model-not-found',
      detail: expect.stringContaining('model.onnx_data'),
    });
  });

  test('a text-to-text model comes as encoder and decoder, a vision model with its preprocessor', async () => {
    hub.publish(
      'm/t5',
      named(
        'onnx/encoder_model.onnx',
        'onnx/decoder_model.onnx',
        'onnx/decoder_model_merged.onnx',
        'config.json',
        'generation_config.json',
      ),
    );
    hub.publish('m/vit', named('onnx/model.onnx', 'preprocessor_config.json', 'config.json'));
    const { read } = setUp();
    const t5 = await read({ id: 'm/t5' });
    expect(t5.graphs.map(({ role, path }) => `${role} ${path}`)).toEqual([
      'encoder onnx/encoder_model.onnx',
      'decoder onnx/decoder_model.onnx',
    ]);
    expect(t5.generationConfig).toEqual({ path: 'generation_config.json' });
    expect((await read({ id: 'm/vit' })).preprocessorConfig).toEqual({ path: 'preprocessor_config.json' });
  });

  test('one of several graphs is kept beside what names say, and neither answers for the other', async () => {
    hub.publish('m/clip', named('onnx/model.onnx', 'onnx/vision_model.onnx', 'config.json'));
    const { read, store, online } = setUp();
    const graph = 'onnx/vision_model.onnx';
    const seen = await read({ id: 'm/clip', graph });
    expect([seen.graphs[0]?.path, seen.offered]).toEqual([graph, ['onnx/model.onnx', graph]]);
    online.is = false;
    expect(await codeOf(read({ id: 'm/clip' }))).toBe('hub-unreachable');
    online.is = true;
    expect((await read({ id: 'm/clip' })).graphs[0]?.path).toBe('onnx/model.onnx');
    online.is = false;
    expect([
      (await read({ id: 'm/clip', graph })).graphs[0]?.path,
      (await read({ id: 'm/clip' })).graphs[0]?.path,
    ]).toEqual([graph, 'onnx/model.onnx']);
    expect((await read({ id: 'm/clip', graph })).offered).toEqual(['onnx/model.onnx', graph]);
    const kept = await store.list();
    expect(kept.map((model) => [model.weights, model.graph])).toEqual([
      ['fp32', graph],
      ['fp32', undefined],
    ]);
    // As a list of what is kept opens it.
    expect((await read({ id: 'm/clip', graph, weights: 'fp32' })).graphs[0]?.path).toBe(graph);
    expect((await store.remove(kept[0]!)).map((model) => model.graph)).toEqual([undefined]);
  });

  test('a revision may be a branch with a slash, or a commit', async () => {
    const old = hub.publish(ID, named(ONNX, 'config.json'));
    hub.publish(ID, new Map([...named(ONNX), ['config.json', Buffer.from('{"path":"other"}')]]), 'refs/pr/1');
    hub.publish(ID, new Map([...named(ONNX), ['config.json', Buffer.from('{"path":"third"}')]]));
    const { read } = setUp();
    expect((await read({ revision: 'refs/pr/1' })).config).toEqual({ path: 'other' });
    expect((await read({ revision: old })).config).toEqual({ path: 'config.json' });
    expect((await read()).config).toEqual({ path: 'third' });
  });
});
