import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bookworm } from '../../../scripts/hub/content.ts';
import { Hub } from '../../../scripts/hub/hubServer.ts';
import { AppError } from '../../core/errors.ts';
import { memoryCaches } from '../cache/testing/memoryCaches.ts';
import { prepareModel } from '../run/prepare.ts';
import type { HubSource } from '../protocol.ts';
import { createModelStore } from './store.ts';

const ID = 'headlight/bookworm-gpt';
const ONNX = 'onnx/model.onnx';
const FILES = bookworm('bookworm-gpt');
/** What is read of them. */
const EVERY = ['config.json', 'tokenizer.json', 'tokenizer_config.json', ONNX];
const text = (words: string) => new TextEncoder().encode(words);

let hub: Hub;
beforeEach(async () => {
  hub = await Hub.open();
  hub.publish(ID, FILES);
});
afterEach(() => hub.close());

/** A browser that has opened the model once, and what opens it again. */
async function keptModel() {
  const caches = memoryCaches();
  const online = { is: true };
  const store = createModelStore({
    caches: caches.caches,
    pause: async () => {},
    fetch: async (url, init) => {
      if (!online.is) throw new TypeError('Failed to fetch');
      return fetch(url, init);
    },
  });
  const source: HubSource = { from: 'hub', id: ID, revision: 'main', host: hub.url, weights: 'auto' };
  const open = () =>
    store.open(
      source,
      'wasm',
      new AbortController().signal,
      () => {},
      (files) => prepareModel(source, files).model,
    );
  await open();
  hub.requests.length = 0;
  const entryOf = (pathEnd: string) => {
    const found = [...caches.stored].find(([url]) => url.includes(pathEnd));
    if (!found) throw new Error(`${pathEnd} is not kept`);
    return { url: found[0], ...found[1] };
  };
  /** `isNoted`: whether what is noted with a file belongs to it still. */
  const damage = (pathEnd: string, change: (bytes: Uint8Array) => Uint8Array, isNoted: boolean) => {
    const { url, bytes, headers } = entryOf(pathEnd);
    const changed = new Uint8Array(change(bytes));
    const own: [string, string][] = [['content-length', String(changed.length)]];
    caches.stored.set(url, { bytes: changed, headers: isNoted ? headers : own });
  };
  return { open, damage, online, store, caches };
}

async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  if (thrown instanceof AppError) return thrown;
  throw thrown;
}

const noise = (bytes: Uint8Array) => bytes.map((_, at) => (at * 7919) % 251);
/** One bit of one weight, which nothing that reads the graph looks at. */
const oneBit = (bytes: Uint8Array) => bytes.map((byte, at) => (at === bytes.length - 5000 ? byte ^ 1 : byte));

describe('a damaged model in the browser is fetched again, and then opens without a network', () => {
  test.each<[string, string, (bytes: Uint8Array) => Uint8Array, boolean, string[]]>([
    ['cut short', ONNX, (bytes) => bytes.slice(0, 1000), true, [ONNX]],
    ['longer', ONNX, (bytes) => Buffer.concat([bytes, bytes]), true, [ONNX]],
    ['empty', ONNX, () => new Uint8Array(), true, [ONNX]],
    ['noise of the same length', ONNX, noise, true, [ONNX]],
    ['another by one bit', ONNX, oneBit, true, [ONNX]],
    ['a tokenizer that is noise', 'tokenizer.json', noise, true, ['tokenizer.json']],
    ['a config that is cut', '/config.json', (bytes) => bytes.slice(0, 9), true, ['config.json']],
    ['noise that calls itself whole', ONNX, noise, false, EVERY],
    ['a text that calls itself whole', ONNX, (bytes) => bytes.fill(0x20), false, EVERY],
    ['a tokenizer that calls itself whole and is no JSON', 'tokenizer.json', noise, false, EVERY],
    [
      'a tokenizer of another kind that calls itself whole',
      'tokenizer.json',
      (bytes) => text('{"model":{"type":"none"}}'.padEnd(bytes.length)),
      false,
      ['config.json', 'tokenizer.json', 'tokenizer_config.json'],
    ],
  ])('%s', async (_, path, change, isNoted, fetched) => {
    const { open, damage, online, store } = await keptModel();
    damage(path, change, isNoted);
    expect((await open()).tokenizer).not.toBe(null);
    expect(hub.fetched.toSorted()).toEqual(fetched.toSorted());
    online.is = false;
    expect((await open()).tokenizer).not.toBe(null);
    expect(await store.list()).toHaveLength(1);
  });

  test('whose entry tells wrong sizes', async () => {
    for (const bytes of [3, 0, -1, 2 ** 52]) {
      const { open, damage, online, store } = await keptModel();
      damage(
        'headlight.invalid',
        (entry) => text(new TextDecoder().decode(entry).replaceAll(/"bytes":\d+/g, `"bytes":${bytes}`)),
        true,
      );
      await open();
      online.is = false;
      expect((await open()).tokenizer).not.toBe(null);
      expect((await store.list())[0]!.files.find((file) => file.path === ONNX)!.bytes).toBe(FILES.get(ONNX)!.length);
    }
  });
});

describe('where that does not help', () => {
  test('a hub that sends damage: the error says it was fetched anew, once, and nothing of it is kept', async () => {
    const { open, damage, store } = await keptModel();
    damage(ONNX, noise, false);
    hub.fail('model.onnx', { kind: 'short', bytes: 500 });
    const error = await errorOf(open());
    expect(error.code).toBe('model-truncated');
    expect(hub.fetched.filter((path) => path.startsWith(ONNX)).length).toBeLessThanOrEqual(2);
    hub.mend();
    hub.publish(ID, new Map([...FILES, [ONNX, Buffer.from('this is no model')]]));
    const again = await errorOf(open());
    expect([again.code, again.detail]).toEqual(['not-onnx', expect.not.stringContaining('anew')]);
    expect(await store.list()).toEqual([]);
  });

  test('what was kept and what comes are both no model', async () => {
    const { open, damage, store } = await keptModel();
    damage(ONNX, (bytes) => bytes.fill(0x20), false);
    hub.publish(ID, new Map([...FILES, [ONNX, Buffer.from('this is no model')]]));
    const { code, detail } = await errorOf(open());
    expect([code, detail]).toEqual([
      'not-onnx',
      expect.stringContaining('fetched anew from the hub, which did not help'),
    ]);
    expect(await store.list()).toEqual([]);
  });

  test.each([
    ['noise that calls itself whole', false, 'not-onnx'],
    ['noise that its checksum shows', true, 'hub-unreachable'],
  ])('without a network: the error says why, and the model can be removed: %s', async (_, isNoted, wanted) => {
    const { open, damage, online, store, caches } = await keptModel();
    damage(ONNX, noise, isNoted);
    online.is = false;
    const { code, detail } = await errorOf(open());
    expect(code).toBe(wanted);
    expect(detail).toContain('what is kept of it in this browser is damaged, and the hub cannot be reached');
    const [model] = await store.list();
    expect(await store.remove(model!)).toEqual([]);
    expect(caches.stored.size).toBe(0);
  });

  test('a model that is refused for what it is stays kept, and nothing is fetched again', async () => {
    const { store, online } = await keptModel();
    const source: HubSource = { from: 'hub', id: ID, revision: 'main', host: hub.url, weights: 'auto' };
    const refuse = () => {
      throw new AppError('no-attention', 'none');
    };
    expect((await errorOf(store.open(source, 'wasm', new AbortController().signal, () => {}, refuse))).detail).toBe(
      'none',
    );
    expect(hub.requests).toEqual([]);
    online.is = false;
    expect(await store.list()).toHaveLength(1);
  });
});
