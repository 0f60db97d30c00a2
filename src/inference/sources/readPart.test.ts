import { expect, test } from 'vitest';
import { createModelCache } from '../cache/modelCache.ts';
import { memoryCaches } from '../cache/testing/memoryCaches.ts';
import type { HubSource } from '../protocol.ts';
import type { Fetch } from './fetch.ts';
import { fileUrl } from './hubAddress.ts';
import { readPart } from './readPart.ts';

const FILE = Uint8Array.from({ length: 100 }, (_, at) => at);
const PART = { graphPath: 'onnx/model.onnx', place: { location: null, offset: 40, nBytes: 5 } };
const NEVER = new AbortController().signal;
const FILES = { from: 'files', id: 'mine', name: 'mine' } as const;
const HERE = { from: 'here', id: 'a', name: 'a', base: '/models/a/', graphs: [], precision: 'fp32' } as const;
const HUB: HubSource = {
  from: 'hub',
  id: 'some/model',
  revision: 'main',
  host: 'https://hub.example',
  weights: 'fp32',
};

/** A body in chunks of 30 bytes that counts how many of them are taken. */
function counted(from: Uint8Array): { readonly body: ReadableStream<Uint8Array>; readonly taken: () => number } {
  let at = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= from.length) controller.close();
        else controller.enqueue(from.slice(at, (at += 30)));
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken: () => Math.ceil(at / 30) };
}

const tools = (fetch: Fetch, caches = memoryCaches()) => ({
  fetch,
  cache: createModelCache(caches.caches),
});

/** Enters a model of one file. */
async function keepHub(caches = memoryCaches(), asked: readonly string[] = ['main fp32'], file = FILE) {
  const cache = createModelCache(caches.caches);
  const place = { host: HUB.host, id: HUB.id, revision: 'abc123' };
  await cache.keep(fileUrl(place, PART.graphPath), file, NEVER);
  await cache.enter({
    ...place,
    weights: 'fp32',
    files: [{ path: PART.graphPath, bytes: file.length }],
    asked,
    plan: { graphs: [{ role: 'whole', path: PART.graphPath }], jsons: [], precision: 'fp32' },
  });
  return caches;
}

/** A cache whose responses have no body to be streamed, and tell what of their file is read. */
function withoutBodies({ caches }: ReturnType<typeof memoryCaches>, onRead = () => {}) {
  const reads: [number | undefined, number | undefined][] = [];
  const watched: typeof caches = {
    async open(name) {
      const cache = await caches.open(name);
      const match = async (url: string) => {
        const response = await cache.match(url);
        if (!response || new URL(url).hostname === 'headlight.invalid') return response;
        const blob = await response.blob();
        const slice = blob.slice.bind(blob);
        blob.slice = (start, end) => {
          reads.push([start, end]);
          onRead();
          return slice(start, end);
        };
        return Object.assign(new Response(null), { blob: async () => blob });
      };
      return { ...cache, match };
    },
  };
  return { caches: { ...memoryCaches(), caches: watched }, reads };
}
const noFetch: Fetch = () => Promise.reject(new TypeError('no network'));

test('of an opened file a stretch is read, also of the one beside the graph', async () => {
  const files = [
    { path: 'onnx/model.onnx', blob: new Blob([FILE]) },
    { path: 'onnx/weights.bin', blob: new Blob([FILE.map((one) => 100 - one)]) },
  ];
  const read = (location: string | null) =>
    readPart({ ...FILES, files }, { ...PART, place: { ...PART.place, location } }, tools(noFetch), NEVER);
  expect([...(await read(null))]).toEqual([40, 41, 42, 43, 44]);
  expect([...(await read('weights.bin'))]).toEqual([60, 59, 58, 57, 56]);
  await expect(readPart({ ...FILES, files: [] }, PART, tools(noFetch), NEVER)).rejects.toMatchObject({
    code: 'bad-input',
  });
});

test('a host that knows ranges sends the stretch', async () => {
  const asked: unknown[] = [];
  const fetch: Fetch = async (url, { headers }) => {
    asked.push([url, headers]);
    return new Response(FILE.slice(40, 45), { status: 206 });
  };
  expect([...(await readPart(HERE, PART, tools(fetch), NEVER))]).toEqual([40, 41, 42, 43, 44]);
  expect(asked).toEqual([['/models/a/onnx/model.onnx', { Range: 'bytes=40-44' }]]);
});

test('of one that sends the whole what comes behind is not waited for', async () => {
  const { body, taken } = counted(FILE);
  const fetch: Fetch = async () => new Response(body, { status: 200 });
  expect([...(await readPart(HERE, PART, tools(fetch), NEVER))]).toEqual([40, 41, 42, 43, 44]);
  expect(taken()).toBe(2);
});

test.each([
  { what: 'a file that is shorter than it was', fetch: async () => new Response(FILE.slice(0, 43)) },
  { what: 'a file that is gone', fetch: async () => new Response('', { status: 404 }) },
  { what: 'no network', fetch: noFetch },
  {
    what: 'a line that is cut in the middle',
    fetch: async () => new Response(new ReadableStream({ pull: (body) => body.error(new TypeError('network error')) })),
  },
])('$what is told', async ({ fetch }) => {
  await expect(readPart(HERE, PART, tools(fetch), NEVER)).rejects.toMatchObject({ code: 'model-fetch-failed' });
});

test.each(['main fp32', 'main auto webgpu', 'main auto wasm'])(
  'what the browser keeps of a hub is taken from there, at the commit that is kept, though it was asked for as %s',
  async (request) => {
    const caches = await keepHub(memoryCaches(), [request]);
    expect([...(await readPart(HUB, PART, tools(noFetch, caches), NEVER))]).toEqual([40, 41, 42, 43, 44]);
    const urls: string[] = [];
    const fetch: Fetch = async (url) => {
      urls.push(url);
      return new Response(FILE.slice(40, 45), { status: 206 });
    };
    await readPart(HUB, PART, tools(fetch), NEVER);
    expect(urls).toEqual(['https://hub.example/some/model/resolve/main/onnx/model.onnx']);
  },
);

test('what is too large to be fetched again is read from disk and from what the browser keeps alone', async () => {
  const part = { ...PART, isKeptOnly: true } as const;
  const fetch: Fetch = async () => new Response(FILE.slice(40, 45), { status: 206 });
  const files = [{ path: PART.graphPath, blob: new Blob([FILE]) }];
  for (const source of [{ ...FILES, files }, HUB])
    expect([...(await readPart(source, part, tools(fetch, await keepHub()), NEVER))]).toEqual([40, 41, 42, 43, 44]);
  for (const source of [HERE, HUB])
    await expect(readPart(source, part, tools(fetch), NEVER)).rejects.toMatchObject({
      code: 'model-fetch-failed',
      detail: expect.stringContaining('is not kept in the browser'),
    });
});

test('of a file that the browser keeps a stretch is read without what lies before it, piece by piece', async () => {
  const large = new Uint8Array(5 << 20).map((_, at) => at % 251);
  const { caches, reads } = withoutBodies(await keepHub(memoryCaches(), ['main fp32'], large));
  const part = { ...PART, place: { ...PART.place, offset: 1000, nBytes: (1 << 22) + 7 } };
  const read = await readPart(HUB, part, tools(noFetch, caches), NEVER);
  expect(Buffer.from(read).equals(large.subarray(1000, 1007 + (1 << 22)))).toBe(true);
  const middle = 1000 + (1 << 22);
  expect(reads).toEqual([
    [1000, middle],
    [middle, middle + 7],
  ]);
});

test('a kept file that ends before the stretch does is read from its host', async () => {
  const caches = await keepHub(memoryCaches(), ['main fp32'], FILE.slice(0, 43));
  const fetch: Fetch = async () => new Response(FILE.slice(40, 45), { status: 206 });
  expect([...(await readPart(HUB, PART, tools(fetch, caches), NEVER))]).toEqual([40, 41, 42, 43, 44]);
});

test.each([
  ['before it', 0],
  ['after its first piece', 1],
] as const)('of a stretch no more is read once the question is dropped %s', async (_, nReads) => {
  const stop = new AbortController();
  const drop = () => stop.abort(new Error('dropped'));
  const large = new Uint8Array(9 << 20);
  const { caches, reads } = withoutBodies(await keepHub(memoryCaches(), ['main fp32'], large), drop);
  const opened = { ...FILES, files: [{ path: PART.graphPath, blob: new Blob([large]) }] };
  const place = { ...PART.place, offset: 0, nBytes: large.length };
  if (nReads === 0) drop();
  for (const source of [HUB, opened]) {
    const read = readPart(source, { ...PART, place }, tools(noFetch, caches), stop.signal);
    await expect(read).rejects.toThrow('dropped');
  }
  expect(reads).toHaveLength(nReads);
});

test.each<[string, Error, string, string]>([
  ['was moved', new DOMException('gone', 'NotFoundError'), 'bad-input', 'was moved or changed'],
  [
    'has a part larger than a buffer may be',
    new RangeError('Array buffer allocation failed'),
    'out-of-memory',
    'no room',
  ],
])('a file of the disk that %s is told of as that', async (_, error, code, words) => {
  const blob = new Blob([FILE]);
  blob.slice = () => {
    throw error;
  };
  const part = readPart({ ...FILES, files: [{ path: PART.graphPath, blob }] }, PART, tools(fetch), NEVER);
  await expect(part).rejects.toMatchObject({ code, detail: expect.stringContaining(words) });
});
