import { describe, expect, test, vi } from 'vitest';
import { setUp, stopClocks, source, text, ABLATION, GRACE_MS, START_GRACE_MS } from '../testing/wishes.ts';

stopClocks();

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
    await vi.advanceTimersByTimeAsync(START_GRACE_MS);
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
