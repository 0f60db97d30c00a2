import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bookworm, zooModel } from '../../../scripts/hub/content.ts';
import { memoryCaches } from '../cache/testing/memoryCaches.ts';
import type { ModelFiles } from './modelFiles.ts';
import { openHubs, hub, warnings, sha256, ID, setUp, codeOf, named, ONNX } from '../testing/hubSetUp.ts';

openHubs();

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
