import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bookworm, zooModel } from '../../../scripts/hub/content.ts';
import { Hub } from '../../../scripts/hub/hubServer.ts';
import type { Fault, HubFiles } from '../../../scripts/hub/hubServer.ts';
import { AppError } from '../../core/errors.ts';
import { memoryCaches } from '../cache/testing/memoryCaches.ts';
import type { Fetch } from './fetch.ts';
import type { ModelFiles } from './modelFiles.ts';
import type { BackendWish, HubSource } from '../protocol.ts';
import { createModelStore } from './store.ts';

const ID = 'headlight/bookworm-gpt';
const ONNX = 'onnx/model.onnx';
const NEVER = new AbortController().signal;

let hub: Hub;
const warnings: unknown[][] = [];

beforeEach(async () => {
  hub = await Hub.open();
  warnings.length = 0;
  vi.spyOn(console, 'warn').mockImplementation((...words) => void warnings.push(words));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await hub.close();
});

type SetUp = {
  readonly caches?: ReturnType<typeof memoryCaches>;
  /** Whether the browser has no Cache API. */
  readonly isAlone?: boolean;
  readonly onPause?: () => unknown;
};

/** A store over the hub, with pauses that take no time. */
function setUp({ caches = memoryCaches(), isAlone = false, onPause = () => {} }: SetUp = {}) {
  const pauses: number[] = [];
  const online = { is: true };
  const host = hub.url;
  const plainFetch: Fetch = async (url, init) => {
    if (!online.is) throw new TypeError('Failed to fetch');
    return fetch(url, init);
  };
  const store = createModelStore({
    fetch: plainFetch,
    caches: isAlone ? undefined : caches.caches,
    pause: async (ms) => {
      pauses.push(ms);
      onPause();
    },
  });
  const source = (more: Partial<HubSource> = {}): HubSource => ({
    from: 'hub',
    id: ID,
    revision: 'main',
    host,
    weights: 'auto',
    ...more,
  });
  const progress: [number, number][] = [];
  const read = (more: Partial<HubSource> = {}, backend: BackendWish = 'wasm', signal = NEVER) =>
    store.read(source(more), backend, signal, (...bytes) => progress.push(bytes));
  return { store, read, caches, pauses, progress, online, host };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`;
  }
  return 'no error';
}

function sha256(bytes: Uint8Array | undefined): string {
  return createHash('sha256')
    .update(bytes ?? '')
    .digest('hex');
}

function onnxOf(files: ModelFiles): Uint8Array {
  return files.graphs[0]!.onnx;
}

/** The same with digests in the place of weights: comparing millions of numbers one by one takes minutes. */
function digested(files: ModelFiles): unknown {
  return {
    ...files,
    graphs: files.graphs.map(({ onnx, externalData, ...graph }) => ({
      ...graph,
      onnx: sha256(onnx),
      externalData: externalData.map(({ path, data }) => [path, sha256(data)]),
    })),
  };
}

/** A repository of made-up files: each holds its own path, so that a mix-up shows. */
function named(...paths: string[]): HubFiles {
  return new Map(
    paths.map((path) => [path, Buffer.from(path.endsWith('.json') ? `{"path":"${path}"}` : `\x08\x08${path}`)]),
  );
}

/** A model with one file of random bytes, large enough to come in several pieces. */
function large(bytes = 300_000): { files: HubFiles; onnx: Buffer } {
  const onnx = Buffer.concat([Buffer.from([0x7a]), randomBytes(bytes - 1)]);
  return { files: new Map([...named('config.json', 'tokenizer.json'), [ONNX, onnx]]), onnx };
}

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

describe('a download that is cut', () => {
  test('goes on from where it was, and the parts make the file', async () => {
    const { files, onnx } = large();
    hub.publish(ID, files);
    hub.fail(ONNX, { kind: 'cut', after: 100_000, times: 2 });
    const { read, pauses, progress } = setUp();
    const got = await read();
    expect(sha256(onnxOf(got))).toBe(sha256(onnx));
    const ranges = hub.requests.filter(({ path }) => path.startsWith('/cdn/')).map(({ range }) => range);
    expect(ranges).toHaveLength(3);
    expect(ranges[0]).toBe(null);
    const starts = ranges.slice(1).map((range) => Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]));
    expect(starts[0]).toBeGreaterThan(0);
    expect(starts[1]).toBeGreaterThan(starts[0]!);
    expect(starts[1]).toBeLessThanOrEqual(200_000);
    expect(pauses).toEqual([500, 1500]);
    expect(progress.map(([loaded]) => loaded)).toEqual(progress.map(([loaded]) => loaded).toSorted((a, b) => a - b));
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
  });

  test('starts anew where the server knows no ranges', async () => {
    const { files, onnx } = large();
    hub.publish(ID, files);
    hub.fail(ONNX, { kind: 'cut', after: 100_000, times: 1 });
    const { read, progress } = setUp({ onPause: () => hub.fail(ONNX, { kind: 'no-ranges' }) });
    expect(sha256(onnxOf(await read()))).toBe(sha256(onnx));
    expect(hub.requests.filter(({ path }) => path.startsWith('/cdn/'))).toHaveLength(2);
    expect(progress.at(-1)![0]).toBe(progress.at(-1)![1]);
  });

  test('a file that changed meanwhile is not glued to its old beginning', async () => {
    // Without a list the address is of a branch, which may move on.
    hub.hasApi = false;
    const before = large();
    const after = large();
    hub.publish(ID, before.files);
    hub.fail(ONNX, { kind: 'cut', after: 100_000, times: 1 });
    const { read, store, progress } = setUp({ onPause: () => hub.publish(ID, after.files) });
    expect(sha256(onnxOf(await read()))).toBe(sha256(after.onnx));
    // The end of the new file was offered, and not taken.
    expect(hub.fetched.filter((asked) => asked.startsWith(ONNX))).toEqual([ONNX, `${ONNX} bytes=100000-`, ONNX]);
    expect(progress.map(([loaded]) => loaded)).toEqual(progress.map(([loaded]) => loaded).toSorted((a, b) => a - b));
    expect((await store.list())[0]!.files.find(({ path }) => path === ONNX)!.bytes).toBe(after.onnx.length);
  });

  test('without an ETag parts are glued only if they are of one commit', async () => {
    const { files, onnx } = large();
    hub.publish(ID, files);
    for (const [hasApi, ranges] of [
      [true, [null, 'resumed']],
      [false, [null, 'resumed', null]],
    ] as const) {
      hub.hasApi = hasApi;
      hub.requests.length = 0;
      hub.fail(ONNX, { kind: 'no-validator' });
      const cutting: Fetch = cutOnce(100_000);
      const store = createModelStore({ fetch: cutting, pause: async () => {} });
      const got = await store.read(
        { from: 'hub', id: ID, revision: 'main', host: hub.url, weights: 'auto' },
        'wasm',
        NEVER,
        () => {},
      );
      expect(sha256(onnxOf(got))).toBe(sha256(onnx));
      const asked = hub.requests.filter(({ path, method }) => method === 'GET' && path.startsWith('/cdn/'));
      expect(asked.map(({ range }) => range && 'resumed')).toEqual(ranges);
    }
  });

  test('is given up after three more attempts', async () => {
    hub.publish(ID, large().files);
    hub.fail(ONNX, { kind: 'cut', after: 1000 });
    const { read, pauses, store } = setUp();
    expect(await codeOf(read())).toBe('model-fetch-failed');
    expect(pauses).toEqual([500, 1500, 4500]);
    expect(await store.list()).toEqual([]);
  });

  test('a busy server is asked again', async () => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    hub.fail('tokenizer.json', { kind: 'status', status: 503, times: 2 });
    hub.fail('tokenizer_config.json', { kind: 'status', status: 429, times: 1 });
    const { read, pauses } = setUp();
    expect((await read()).tokenizer).not.toBe(null);
    expect(pauses).toHaveLength(3);
  });

  test('an abort ends a slow download at once, and nothing is kept of the model', async () => {
    hub.publish(ID, large().files);
    hub.fail(ONNX, { kind: 'slow', bytes: 20_000, pauseMs: 20 });
    const { read, store, progress, caches } = setUp();
    const stop = new AbortController();
    const work = read({}, 'wasm', stop.signal);
    await vi.waitFor(() => expect(progress.length).toBeGreaterThan(3));
    stop.abort(new Error('superseded'));
    await expect(work).rejects.toThrow('superseded');
    expect(await store.list()).toEqual([]);
    expect([...caches.stored.keys()].some((url) => url.endsWith(ONNX))).toBe(false);
  });
});

/** Breaks the first body of an ONNX file after so many bytes, as a cut connection does. */
function cutOnce(after: number): Fetch {
  let isCut = false;
  return async (url, init) => {
    const response = await fetch(url, init);
    if (isCut || init.method || !url.endsWith('.onnx')) return response;
    isCut = true;
    const bytes = new Uint8Array(await response.arrayBuffer()).subarray(0, after);
    let sent = false;
    const body = new ReadableStream({
      pull(controller) {
        if (sent) controller.error(new TypeError('network error'));
        else controller.enqueue(bytes);
        sent = true;
      },
    });
    return new Response(body, { headers: response.headers });
  };
}

describe('what goes wrong with a hub has its own code', () => {
  const faults: readonly [what: string, path: string, fault: Fault, code: string][] = [
    ['a file that ends early', ONNX, { kind: 'short', bytes: 1000 }, 'model-truncated'],
    ['a web page for the model', ONNX, { kind: 'page' }, 'not-onnx'],
    ['a web page for its JSON', 'tokenizer.json', { kind: 'page' }, 'model-not-found'],
    ['half a JSON file', 'config.json', { kind: 'short', bytes: 20 }, 'model-truncated'],
    ['a server error that stays', ONNX, { kind: 'status', status: 500 }, 'model-fetch-failed'],
    ['a file that must not be read', ONNX, { kind: 'status', status: 403 }, 'hub-refused'],
    ['a file that went', ONNX, { kind: 'status', status: 404 }, 'model-not-found'],
    ['a connection that is refused', ONNX, { kind: 'unreachable' }, 'hub-unreachable'],
    ['a list that must not be read', 'api', { kind: 'status', status: 401 }, 'hub-refused'],
  ];
  test.each(faults)('%s: %s', async (_, path, fault, code) => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    hub.fail(path, fault);
    const { read, store } = setUp();
    expect(await codeOf(read())).toBe(code);
    expect(await store.list()).toEqual([]);
    // Nothing of the failure stays: it works once the host does.
    hub.mend();
    expect((await read()).sizes).toHaveLength(4);
  });

  test('a gated model says so', async () => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    hub.gate(ID);
    const { read } = setUp();
    await expect(read()).rejects.toMatchObject({ code: 'hub-refused', detail: expect.stringContaining('GatedRepo') });
  });

  test.each([true, false])('an unknown model, with a list of files: %s', async (hasApi) => {
    hub.hasApi = hasApi;
    expect(await codeOf(setUp().read({ id: 'nobody/nothing' }))).toBe('model-not-found');
  });

  test('an unknown revision, and a repository without ONNX', async () => {
    hub.publish(ID, named('config.json', 'model.safetensors'));
    const { read } = setUp();
    expect(await codeOf(read({ revision: 'v9' }))).toBe('model-not-found');
    await expect(read()).rejects.toMatchObject({ detail: expect.stringContaining('no ONNX file') });
  });

  test('no network at all', async () => {
    const { read, online } = setUp();
    online.is = false;
    expect(await codeOf(read())).toBe('hub-unreachable');
  });

  test('a list that is broken or of another form is done without', async () => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    hub.fail('api', { kind: 'status', status: 500 });
    expect((await setUp().read()).precision).toBe('fp32');
  });

  test.each([
    ['a host that is none', { host: 'huggingface.co' }],
    ['a host of another kind', { host: 'file:///models' }],
    ['an id with a way out', { id: '../secret' }],
    ['an id with a query', { id: 'a/b?c' }],
    ['no id', { id: '' }],
  ])('%s is refused without asking anyone', async (_, wrong) => {
    expect(await codeOf(setUp().read(wrong))).toBe('bad-input');
    expect(hub.requests).toEqual([]);
  });

  test.each([
    ['everything', ['api', '.json', '.onnx'], 70],
    ['everything of a mirror without a list', ['.json', '.onnx'], 70],
    ['the files', ['.json', '.onnx'], 50],
    ['the weights', ['model.onnx'], 60],
  ])('a host that sends requests for %s in a circle is left after few', async (what, paths, most) => {
    hub.hasApi = !what.includes('without');
    hub.publish(ID, bookworm('bookworm-gpt'));
    for (const path of paths) hub.fail(path, { kind: 'circle' });
    const { read } = setUp();
    await expect(read()).rejects.toMatchObject({
      code: 'hub-unreachable',
      detail: expect.stringContaining('in a circle'),
    });
    // The platform follows twenty times before it gives one request up.
    expect(hub.requests.length).toBeLessThan(most);
  });

  test('of a list with sizes and paths that cannot be, what can be is taken', async () => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    const siblings = [
      { rfilename: '../../other/model/onnx/model.onnx', size: 9 },
      { rfilename: '\ud800/onnx/model.onnx', size: 9 },
      { rfilename: ONNX, size: 2 ** 53 - 1 },
      { rfilename: 'tokenizer.json', size: -1 },
      { rfilename: 7 },
      null,
    ];
    const listing: Fetch = async (url, init) =>
      url.includes('/api/') ? Response.json({ sha: 'main', siblings }) : fetch(url, init);
    const store = createModelStore({ fetch: listing, caches: memoryCaches().caches });
    const source: HubSource = { from: 'hub', id: ID, revision: 'main', host: hub.url, weights: 'auto' };
    const got = await store.read(source, 'wasm', NEVER, () => {});
    expect(got.sizes.map(({ path }) => path)).toEqual([ONNX, 'tokenizer.json']);
  });

  test('a list that goes in a circle is done without', async () => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    hub.fail('api', { kind: 'circle' });
    expect((await setUp().read()).precision).toBe('fp32');
  });

  test('a redirect that fails once is tried again', async () => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    hub.fail(ONNX, { kind: 'unreachable', times: 1 });
    const { read, pauses } = setUp();
    expect((await read()).graphs).toHaveLength(1);
    expect(pauses).toEqual([500]);
  });

  test('the first failure stops the other downloads', async () => {
    hub.publish(ID, large(3_000_000).files);
    hub.fail(ONNX, { kind: 'slow', bytes: 1000, pauseMs: 20 });
    hub.fail('tokenizer.json', { kind: 'status', status: 404 });
    // The slow file alone would take a minute.
    expect(await codeOf(setUp().read())).toBe('model-not-found');
  });
});

describe('what is kept', () => {
  test('opens again without a server, byte for byte, with progress', async () => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    hub.publish('zoo/external-data', zooModel('external-data'));
    const { read, online, caches, progress } = setUp();
    const first = [await read(), await read({ id: 'zoo/external-data' })];
    online.is = false;
    progress.length = 0;
    expect(digested(await read())).toEqual(digested(first[0]!));
    const total = first[0]!.sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(progress.at(-1)).toEqual([total, total]);
    expect(digested(await read({ id: 'zoo/external-data' }))).toEqual(digested(first[1]!));
    // As on the next visit: another store over the same cache.
    const next = setUp({ caches });
    next.online.is = false;
    expect(digested(await next.read())).toEqual(digested(first[0]!));
    expect(new Set(caches.opened)).toEqual(new Set(['headlight-models-v1']));
    expect(warnings).toEqual([]);
  });

  test('of a mirror without a list opens again without a server', async () => {
    hub.hasApi = false;
    hub.publish(ID, bookworm('bookworm-gpt'));
    const { read, online } = setUp();
    const first = await read();
    online.is = false;
    expect(digested(await read())).toEqual(digested(first));
  });

  test('is listed with its commit, weights and sizes, and removed', async () => {
    const files = bookworm('bookworm-gpt');
    const sha = hub.publish(ID, files);
    hub.publish('zoo/gpt2', zooModel('gpt2'));
    const { read, store, host, caches, online } = setUp();
    expect(await store.list()).toEqual([]);
    const got = await read();
    await read({ id: 'zoo/gpt2' });
    const list = await store.list();
    expect(list[0]).toEqual({ id: ID, host, revision: sha, weights: 'fp32', files: got.sizes });
    expect(list.map(({ id }) => id)).toEqual([ID, 'zoo/gpt2']);
    expect(await store.remove(list[0]!)).toEqual([list[1]]);
    expect([...caches.stored.keys()].filter((url) => url.includes('bookworm'))).toEqual([]);
    online.is = false;
    expect(await codeOf(read())).toBe('hub-unreachable');
    expect((await read({ id: 'zoo/gpt2' })).graphs).toHaveLength(1);
    expect(await store.remove(list[1]!)).toEqual([]);
    expect(caches.stored.size).toBe(0);
  });

  test('shares its JSON with other weights of the same commit, and one can go without the other', async () => {
    hub.publish(ID, named('config.json', 'tokenizer.json', ONNX, 'onnx/model_q4.onnx'));
    const { read, store, online } = setUp();
    await read();
    hub.requests.length = 0;
    expect((await read({ weights: 'q4' })).precision).toBe('q4');
    expect(hub.fetched).toEqual(['onnx/model_q4.onnx']);
    const [fp32, q4] = await store.list();
    expect([fp32!.weights, q4!.weights]).toEqual(['fp32', 'q4']);
    await store.remove(fp32!);
    online.is = false;
    expect((await read({ weights: 'q4' })).tokenizer).toEqual({ path: 'tokenizer.json' });
    // Better other weights than none, where nobody can be asked.
    expect((await read()).precision).toBe('q4');
  });

  test('answers a wish for the precision that was chosen for it', async () => {
    hub.publish(ID, named('config.json', ONNX));
    const { read, online } = setUp();
    await read();
    online.is = false;
    expect((await read({ weights: 'fp32' })).precision).toBe('fp32');
    expect((await read({ revision: 'main' }, 'auto')).precision).toBe('fp32');
  });

  test('an older commit goes once a newer one of the same branch is there whole; another branch stays', async () => {
    const one = hub.publish(ID, named('config.json', ONNX, 'onnx/model_q4.onnx'));
    const side = hub.publish(ID, new Map([...named('config.json'), [ONNX, Buffer.from('\x08side')]]), 'side');
    const { read, store, caches } = setUp();
    await read();
    await read({ revision: 'side' });
    const two = hub.publish(ID, new Map([...named('config.json', ONNX), ['onnx/model_q4.onnx', randomBytes(50_000)]]));
    hub.fail('model_q4.onnx', { kind: 'cut', after: 100 });
    expect(await codeOf(read({ weights: 'q4' }))).toBe('model-fetch-failed');
    expect((await store.list()).map(({ revision }) => revision).toSorted()).toEqual([one, side].toSorted());
    hub.mend();
    await read({ weights: 'q4' });
    expect((await store.list()).map(({ revision }) => revision).toSorted()).toEqual([two, side].toSorted());
    expect([...caches.stored.keys()].some((url) => url.includes(one))).toBe(false);
  });

  test('files that came whole before a failure are not fetched again, and are swept if nobody wants them', async () => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    hub.publish('zoo/gpt2', zooModel('gpt2'));
    hub.fail(ONNX, { kind: 'cut', after: 1000 });
    const { read, caches } = setUp();
    await codeOf(read());
    expect(caches.stored.size).toBe(3);
    hub.mend();
    hub.requests.length = 0;
    await read();
    expect(hub.fetched).toEqual([ONNX]);
    hub.publish(ID, new Map([...bookworm('bookworm-gpt'), ['config.json', Buffer.from('{"n":1}')]]), 'next');
    hub.fail(ONNX, { kind: 'unreachable' });
    await codeOf(read({ revision: 'next' }));
    const before = caches.stored.size;
    await read({ id: 'zoo/gpt2' });
    expect(caches.stored.size).toBe(before - 3 + 2);
  });

  test('a file that the browser evicted is fetched again', async () => {
    const files = bookworm('bookworm-gpt');
    hub.publish(ID, files);
    const { read, caches, online } = setUp();
    const first = await read();
    const [url] = [...caches.stored.keys()].filter((key) => key.endsWith(ONNX));
    caches.stored.delete(url!);
    hub.requests.length = 0;
    expect(digested(await read())).toEqual(digested(first));
    expect(hub.requests.map(({ path }) => path.startsWith('/cdn/'))).toEqual([false, true]);
    // One that was cut short is as good as gone.
    const entry = caches.stored.get(url!)!;
    caches.stored.set(url!, { ...entry, bytes: entry.bytes.slice(0, 100) });
    online.is = false;
    expect(await codeOf(read())).toBe('hub-unreachable');
    online.is = true;
    expect(digested(await read())).toEqual(digested(first));
  });

  test('an index entry of another form is no model that opens, is listed as damaged and can be removed', async () => {
    hub.publish(ID, named('config.json', ONNX));
    const { read, store, caches } = setUp();
    await read();
    const [whole] = await store.list();
    const index = [...caches.stored].find(([url]) => url.startsWith('https://headlight.invalid/'))!;
    const good = new TextDecoder().decode(index[1].bytes);
    const odd = [
      '',
      'null',
      '{"format":2}',
      '{"format":1,"id":"x"}',
      good.replaceAll('config.json', '\\ud800'),
      good.replaceAll(ID, 'other/name'),
    ];
    for (const text of odd) {
      caches.stored.set(index[0], { ...index[1], bytes: new TextEncoder().encode(text) });
      expect(await store.list()).toEqual([{ ...whole, files: [], isDamaged: true }]);
    }
    await read();
    expect(await store.list()).toEqual([whole]);
    caches.stored.set(index[0], { ...index[1], bytes: new Uint8Array(3) });
    const [damaged] = await store.list();
    expect(await store.remove(damaged!)).toEqual([]);
    expect([...caches.stored.keys()]).toEqual([]);
  });

  test('an index entry under an address that says nothing can be removed too, and takes no file of others', async () => {
    hub.publish(ID, named('config.json', ONNX));
    const { read, store, caches } = setUp();
    await read();
    const before = caches.stored.size;
    caches.stored.set('https://headlight.invalid/kept?x', { bytes: new Uint8Array(3), headers: [] });
    const [odd, whole] = await store.list();
    expect(odd).toEqual({ id: '', host: '', revision: '', weights: '', files: [], isDamaged: true });
    expect(await store.remove(odd!)).toEqual([whole]);
    expect(caches.stored.size).toBe(before);
  });

  test.each([
    ['without a Cache API', { isAlone: true }],
    ['with a Cache API that throws', { caches: throwing() }],
    ['without room for the model', { caches: memoryCaches(200_000) }],
  ])('%s the model still opens, and one warning says that it is not kept', async (_, options) => {
    hub.publish(ID, bookworm('bookworm-gpt'));
    const { read, store, caches } = setUp(options);
    expect((await read()).precision).toBe('fp32');
    expect(warnings).toHaveLength(1);
    expect(await store.list()).toEqual([]);
    expect(caches.stored.size).toBe(0);
    expect((await read()).precision).toBe('fp32');
  });
});

function throwing(): ReturnType<typeof memoryCaches> {
  const open = () => Promise.reject(new DOMException('not here', 'SecurityError'));
  return { ...memoryCaches(), caches: { open } };
}
