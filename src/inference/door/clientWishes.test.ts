import { describe, expect, test, vi } from 'vitest';
import type { ModelClient } from './client.ts';
import { setUp, stopClocks, text, source, GRACE_MS, START_GRACE_MS, ABLATION } from '../testing/wishes.ts';

stopClocks();

describe('another model', () => {
  test('is loaded by a new worker where the one before does not begin with it', async () => {
    const { client, workers, types, loaded } = setUp();
    await loaded();
    workers[0]!.isDeaf = true;
    client.run(text('a'));
    const loadId = client.load(source('b'), 'wasm');
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(workers[1]!.asked).toEqual([{ type: 'load', loadId, source: source('b'), backend: 'wasm' }]);
    workers[0]!.reply({ type: 'ran', runId: 1 });
    workers[1]!.reply({ type: 'loaded', loadId });
    expect(types()).toEqual(['loaded']);
  });

  test('is loaded by the same worker where that begins with it, however long the load then takes', async () => {
    const { client, workers, loaded } = setUp();
    await loaded();
    client.load(source('b'), 'wasm');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers).toHaveLength(1);
  });

  test('wins over a load that hangs, and over one that hangs in its place', async () => {
    const { client, workers } = setUp();
    client.load(source('a'), 'wasm');
    await vi.advanceTimersByTimeAsync(0);
    for (const id of ['b', 'c', 'd']) {
      workers.at(-1)!.isDeaf = true;
      client.load(source(id), 'wasm');
      await vi.advanceTimersByTimeAsync(START_GRACE_MS);
    }
    expect(workers).toHaveLength(4);
    expect(workers[3]!.asked).toMatchObject([{ source: { id: 'd' } }]);
  });

  test('waits for a worker that may be putting up its runtime: another would begin with the same', async () => {
    const { client, workers } = setUp();
    client.load(source('a'), 'wasm');
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.isDeaf = true;
    client.load(source('b'), 'wasm');
    await vi.advanceTimersByTimeAsync(3 * GRACE_MS);
    expect(workers).toHaveLength(1);
  });

  test('waits for a worker whose script is on its way: another would wait for the same', async () => {
    const { client, workers } = setUp(true);
    client.load(source('a'), 'wasm');
    client.load(source('b'), 'wasm');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers).toHaveLength(1);
  });

  test('takes questions about the cache along to the new worker', async () => {
    const { client, workers, types, loaded } = setUp();
    await loaded();
    workers[0]!.isDeaf = true;
    client.listCached();
    client.load(source('b'), 'wasm');
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(workers[1]!.asked.map(({ type }) => type)).toEqual(['load', 'list-cached']);
    workers[1]!.reply({ type: 'cached' });
    client.load(source('c'), 'wasm');
    expect(types()).toEqual(['cached']);
    expect(workers[1]!.asked.map(({ type }) => type)).toEqual(['load', 'list-cached', 'load']);
  });
});

describe('a newer sentence', () => {
  test('starts a model anew whose worker hangs, and a study is over with it', async () => {
    const { client, workers, told, types, loaded } = setUp();
    const loadId = await loaded();
    client.run(text('a'));
    client.compare(null);
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.isDeaf = true;
    client.hurry();
    await vi.advanceTimersByTimeAsync(2000);
    expect(workers).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(types()).toEqual(['study-failed worker-crashed', 'restarting']);
    // Not the sentence that it hung on: the newest is asked by who is told.
    expect(workers[1]!.asked).toMatchObject([{ type: 'load', loadId, source: { id: 'a' } }]);
    await vi.advanceTimersByTimeAsync(0);
    workers[1]!.reply({ type: 'loaded', loadId });
    expect(told.at(-1)).toMatchObject({ type: 'loaded', notices: [{ code: 'worker-restarted' }] });
    // A graphics device that is lost later is another reason.
    workers[1]!.reply({ type: 'restarting', loadId });
    workers[1]!.reply({ type: 'loaded', loadId, notices: [{ code: 'gpu-lost', detail: 'reset' }] });
    expect(told.at(-1)).toMatchObject({ notices: [{ code: 'gpu-lost' }] });
  });

  test('is asked of a worker that has closed itself, and brings the model back', async () => {
    const { client, workers, types, loaded } = setUp();
    await loaded();
    workers[0]!.isDeaf = true;
    client.run(text('a'));
    await vi.advanceTimersByTimeAsync(3000);
    expect(workers).toHaveLength(2);
    expect(types()).toEqual(['restarting']);
  });

  test('waits for a model that is slow: five times as long as its passes take, more for longer sentences', async () => {
    const { client, workers, loaded } = setUp();
    await loaded({ ms: 3000, nTokens: 11 });
    client.run(text('a'));
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.isDeaf = true;
    for (const words of ['ab', 'abc', 'abcd']) {
      client.run(text(words));
      client.hurry();
      await vi.advanceTimersByTimeAsync(4000);
    }
    expect(workers).toHaveLength(1);
    // Hung it is all the same.
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers).toHaveLength(2);
  });

  test('is never the end of a worker that hears, however many come', async () => {
    const { client, workers, loaded } = setUp();
    await loaded();
    for (let n = 0; n < 50; n++) {
      client.run(text('a'.repeat(n)));
      client.hurry();
      await vi.advanceTimersByTimeAsync(1900);
    }
    expect(workers).toHaveLength(1);
  });

  test('waits in patience while the model is being loaded', async () => {
    const { client, workers } = setUp();
    client.load(source('a'), 'wasm');
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.isDeaf = true;
    client.run(text('a'));
    client.hurry();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers).toHaveLength(1);
  });

  test('is not taken for unheard because the page itself was busy', async () => {
    const { client, workers, loaded } = setUp();
    await loaded();
    workers[0]!.isDeaf = true;
    client.hurry();
    // The page's own clock stands still, whatever the time is.
    vi.setSystemTime(Date.now() + 60_000);
    await vi.advanceTimersByTimeAsync(100);
    workers[0]!.sign({ type: 'pong', pingId: 1 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(workers).toHaveLength(1);
  });

  test.each([
    ['heads that are switched off', (client: ModelClient) => client.ablate(ABLATION), ['restarting']],
    ['the list of what is kept', (client: ModelClient) => client.listCached(), ['restarting']],
    ['a comparison', (client: ModelClient) => client.compare(null), ['study-failed worker-crashed', 'restarting']],
    [
      'a measurement',
      (client: ModelClient) => client.measure({ inputs: [], variants: [] }),
      ['study-failed worker-crashed', 'restarting'],
    ],
  ])('is no other wish than %s', async (_, ask, expected) => {
    const { client, workers, types, loaded } = setUp();
    await loaded();
    workers[0]!.isDeaf = true;
    ask(client);
    await vi.advanceTimersByTimeAsync(3000);
    expect(types()).toEqual(expected);
  });
});
