import { describe, expect, test } from 'vitest';
import { bookworm } from '../../../scripts/hub/content.ts';
import type { Fault } from '../../../scripts/hub/hubServer.ts';
import { memoryCaches } from '../cache/testing/memoryCaches.ts';
import type { Fetch } from './fetch.ts';
import type { HubSource } from '../protocol.ts';
import { createModelStore } from './store.ts';
import { openHubs, hub, ONNX, ID, setUp, codeOf, named, NEVER, large } from '../testing/hubSetUp.ts';

openHubs();

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
