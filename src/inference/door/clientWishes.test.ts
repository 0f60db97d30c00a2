import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createModelClient } from './client.ts';
import type { ModelClient } from './client.ts';
import type { ModelSource, Pace, RunInput, Told } from '../protocol.ts';
import { FakeWorker } from '../testing/fakeWorker.ts';

const source = (id: string): ModelSource => ({ from: 'files', id, name: id, files: [] });
const text = (words: string): RunInput => ({ kind: 'text', text: words, pair: null });
const ABLATION = { mode: 'zero', heads: [] } as const;

/** Longer than any grace, shorter than any patience. */
const GRACE_MS = 1000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(areDeaf = false) {
  const workers: FakeWorker[] = [];
  const told: Told[] = [];
  const client = createModelClient(
    () => {
      const worker = new FakeWorker();
      worker.isDeaf = areDeaf;
      workers.push(worker);
      return worker;
    },
    (reply) => told.push(reply),
  );
  const types = (): string[] =>
    told.map((reply) => ('error' in reply ? `${reply.type} ${reply.error.code}` : reply.type));
  /** A model that is there, and a first worker that hears. */
  async function loaded(firstPass: Pace | null = { ms: 10, nTokens: 11 }): Promise<number> {
    const loadId = client.load(source('a'), 'wasm');
    await vi.advanceTimersByTimeAsync(0);
    workers[0]!.reply({ type: 'loaded', loadId, firstPass });
    told.length = 0;
    return loadId;
  }
  return { client, workers, told, types, loaded };
}

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
      await vi.advanceTimersByTimeAsync(GRACE_MS);
    }
    expect(workers).toHaveLength(4);
    expect(workers[3]!.asked).toMatchObject([{ source: { id: 'd' } }]);
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

describe('stop', () => {
  test('ends load, run, labels and ablation at once, each told as stopped, and keeps a worker that lets go', async () => {
    const { client, workers, types, told, loaded } = setUp();
    client.stop();
    const first = client.load(source('a'), 'wasm');
    await vi.advanceTimersByTimeAsync(0);
    client.stop();
    expect(types()).toEqual(['load-failed stopped']);
    workers[0]!.reply({ type: 'progress', loadId: first });
    workers[0]!.reply({ type: 'loaded', loadId: first });
    const loadId = await loaded();
    expect(loadId).toBeGreaterThan(first);
    const runId = client.run(text('a'));
    client.ablate(ABLATION);
    client.stop();
    workers[0]!.reply({ type: 'ran', runId });
    const second = client.run(text('a'));
    workers[0]!.reply({ type: 'ran', runId: second });
    client.stop();
    workers[0]!.reply({ type: 'labelled', runId: second });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(types()).toEqual(['run-failed stopped', 'ablate-failed stopped', 'ran', 'label-failed stopped']);
    expect(told.at(-1)).toMatchObject({ runId: second });
    expect(workers).toHaveLength(1);
    expect(workers[0]!.terminated).toBe(false);
    // With nothing under way there is nothing to stop.
    const before = workers[0]!.requests.length;
    client.stop();
    expect(workers[0]!.requests).toHaveLength(before);
  });

  test('ends a worker that does not let go: the model is gone, and a load brings it back', async () => {
    const { client, workers, types, loaded } = setUp();
    await loaded();
    client.run(text('a'));
    client.compare(null);
    workers[0]!.isDeaf = true;
    client.stop();
    expect(types()).toEqual(['run-failed stopped']);
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(workers[0]!.terminated).toBe(true);
    expect(types().slice(1)).toEqual(['model-lost stopped', 'study-failed stopped']);
    client.load(source('a'), 'wasm');
    expect(workers).toHaveLength(2);
  });

  test('of a load whose worker does not let go says no more than that it was stopped', async () => {
    const { client, workers, types } = setUp();
    client.load(source('a'), 'wasm');
    workers[0]!.isDeaf = true;
    client.stop();
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(workers[0]!.terminated).toBe(true);
    expect(types()).toEqual(['load-failed stopped']);
  });

  test('is over once something is wanted again: a deaf worker is then started anew', async () => {
    const { client, workers, types, loaded } = setUp();
    await loaded();
    client.run(text('a'));
    workers[0]!.isDeaf = true;
    client.stop();
    client.run(text('b'));
    await vi.advanceTimersByTimeAsync(GRACE_MS);
    expect(types()).toEqual(['run-failed stopped', 'restarting']);
    expect(workers).toHaveLength(2);
  });

  test('is owed no more by a worker that is asked for a run instead', async () => {
    const { client, workers, types, loaded } = setUp();
    await loaded();
    client.run(text('a'));
    workers[0]!.isDeaf = true;
    client.stop();
    workers[0]!.isDeaf = false;
    client.run(text('b'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(types()).toEqual(['run-failed stopped']);
    expect(workers).toHaveLength(1);
  });

  test('leaves a study as it is', async () => {
    const { client, workers, types, loaded } = setUp();
    await loaded();
    const studyId = client.compare(null);
    client.run(text('a'));
    client.stop();
    workers[0]!.reply({ type: 'study-done', studyId });
    expect(types()).toEqual(['run-failed stopped', 'study-done']);
  });
});

test('no clock runs on while nothing is owed', async () => {
  const { client, loaded } = setUp();
  await loaded();
  client.run(text('a'));
  client.ablate(ABLATION);
  client.stop();
  await vi.advanceTimersByTimeAsync(100);
  expect(vi.getTimerCount()).toBe(0);
  client.hurry();
  client.dispose();
  expect(vi.getTimerCount()).toBe(0);
});
