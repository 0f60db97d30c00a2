import { describe, expect, test, vi } from 'vitest';
import { bookworm } from '../../../scripts/hub/content.ts';
import type { Fetch } from './fetch.ts';
import { createModelStore } from './store.ts';
import { openHubs, hub, large, ID, ONNX, setUp, sha256, onnxOf, NEVER, codeOf } from '../testing/hubSetUp.ts';

openHubs();

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
